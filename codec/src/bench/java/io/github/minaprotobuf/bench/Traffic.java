package io.github.minaprotobuf.bench;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Equal frames in a row (four bytes of length, lowest first, then the body), and the chunks in which they arrive.
 *
 * <p>A load is named {@code PAYLOAD/CHUNK}, as in {@code 16MiB/64KiB}. The chunk is a size, or {@code whole} for one
 * frame per chunk, or {@code batch} for all frames in one chunk.
 *
 * @see #typed
 */
final class Traffic {

    private static final byte FILL = 'x';

    /** A type of two bytes and a length of four, highest first: Mumble's header. */
    static final FrameFormat TYPED = FrameFormat.builder()
            .fixedType(2, ByteOrder.BIG_ENDIAN)
            .fixedLength(4, ByteOrder.BIG_ENDIAN)
            .build();

    /** The type that all frames with that header have. */
    static final int TYPE = 300;

    /**
     * The types of those frames. They are known whoever is measured, not to the typed subjects alone: what protobuf's parser
     * has met before, here the types' descriptors, decides how the JIT compiles it, and that is worth a third of the time
     * that a frame of 10 bytes takes.
     */
    static final MessageTypes TYPES = MessageTypes.builder()
            .type(TYPE, Sample.getDefaultInstance())
            .type(1, Strict.getDefaultInstance())
            .build();

    private final int payloadLength;
    private final String chunk;
    private final int frames;
    private final int headerLength;
    private final byte[] frameHead;
    private final int frameLength;
    private final int chunkLength;

    private Traffic(int payloadLength, String chunk, int frames, IntFunction<byte[]> header) {
        this.payloadLength = payloadLength;
        this.chunk = chunk;
        this.frames = frames;
        byte[] bodyHead = bodyHead(payloadLength);
        int bodyLength = bodyHead.length + payloadLength;
        byte[] headerBytes = header.apply(bodyLength);
        headerLength = headerBytes.length;
        frameHead = ByteBuffer.allocate(headerLength + bodyHead.length)
                .put(headerBytes)
                .put(bodyHead)
                .array();
        frameLength = headerLength + bodyLength;
        chunkLength = switch (chunk) {
            case "whole" -> frameLength;
            case "batch" -> Math.multiplyExact(frameLength, frames);
            default -> Sizes.parse(chunk);
        };
    }

    static Traffic of(String load, int frames) {
        String[] payloadAndChunk = load.split("/");
        return new Traffic(
                Sizes.parse(payloadAndChunk[0]),
                payloadAndChunk[1],
                frames,
                bodyLength -> ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(bodyLength)
                        .array());
    }

    /** The same bodies, with headers that say their type. */
    Traffic typed() {
        return new Traffic(
                payloadLength,
                chunk,
                frames,
                bodyLength -> ByteBuffer.allocate(6)
                        .putShort((short) TYPE)
                        .putInt(bodyLength)
                        .array());
    }

    /** The message that each frame holds. */
    static Sample message(int payloadLength) {
        byte[] payload = new byte[payloadLength];
        Arrays.fill(payload, FILL);
        return Sample.newBuilder()
                .setPayload(UnsafeByteOperations.unsafeWrap(payload))
                .build();
    }

    int frames() {
        return frames;
    }

    /** Each body in an array of its own, as a parser would like to have it. */
    List<byte[]> bodies() {
        List<byte[]> bodies = new ArrayList<>();
        for (long frame = 0; frame < streamLength(); frame += frameLength) {
            bodies.add(bytes(frame + headerLength, frame + frameLength));
        }
        return bodies;
    }

    /** Each chunk in an array of its own, as MINA's default allocator makes read buffers. */
    List<ByteBuffer> heapChunks() {
        List<ByteBuffer> chunks = new ArrayList<>();
        for (long start = 0; start < streamLength(); start += chunkLength) {
            chunks.add(ByteBuffer.wrap(bytes(start, Math.min(start + chunkLength, streamLength()))));
        }
        return chunks;
    }

    /** The same chunks off the heap. */
    List<ByteBuffer> directChunks() {
        List<ByteBuffer> chunks = new ArrayList<>();
        for (ByteBuffer chunk : heapChunks()) {
            chunks.add(ByteBuffer.allocateDirect(chunk.remaining()).put(chunk).flip());
        }
        return chunks;
    }

    private long streamLength() {
        return (long) frames * frameLength;
    }

    /** A piece of the stream. Made on demand: the largest streams would not fit into one array. */
    private byte[] bytes(long start, long end) {
        byte[] bytes = new byte[Math.toIntExact(end - start)];
        Arrays.fill(bytes, FILL);
        for (long frame = start - start % frameLength; frame < end; frame += frameLength) {
            long from = Math.max(start, frame);
            long to = Math.min(end, frame + frameHead.length);
            if (from < to) {
                System.arraycopy(frameHead, (int) (from - frame), bytes, (int) (from - start), (int) (to - from));
            }
        }
        return bytes;
    }

    /** What stands in a body before the payload itself. */
    private static byte[] bodyHead(int payloadLength) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(head);
            out.writeTag(Sample.PAYLOAD_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(payloadLength);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return head.toByteArray();
    }
}
