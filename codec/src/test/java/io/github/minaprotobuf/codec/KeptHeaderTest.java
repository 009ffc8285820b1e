package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A format that keeps the header lets a body codec read what stands in it")
class KeptHeaderTest {

    /** A byte that tells the type, then the body's length. */
    private static final FrameFormat TYPED = FrameFormat.builder()
            .reservedBefore(1)
            .fixedLength(4, ByteOrder.BIG_ENDIAN)
            .keepHeader()
            .build();

    private static final BodyCodec<MessageLite> BY_TYPE = (frame, length) -> {
        byte type = frame.readRawBytes(5)[0];
        return type == 1 ? Sample.parseFrom(frame) : Strict.parseFrom(frame);
    };

    private static final Strict STRICT = Strict.newBuilder().setId(3).build();

    private static ProtobufCodecFactory factory() {
        return ProtobufCodecFactory.builder(BY_TYPE)
                .frameFormat(TYPED)
                .maxBodyLength(300)
                .build();
    }

    private static byte[] typed(int type, Message message) {
        byte[] body = message.toByteArray();
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(body.length)
                .put(body)
                .array();
    }

    @Test
    void however_the_stream_is_cut() {
        Sample longest = Samples.ofBodyLength(300);
        byte[] stream = Wire.concat(
                typed(1, Samples.ONE), typed(2, STRICT), typed(1, Samples.EMPTY), typed(1, longest), typed(2, STRICT));
        for (BufferKind kind : BufferKind.values()) {
            Cuts.forEach(stream, chunks -> {
                Peer peer = Peer.onStream(factory());
                chunks.forEach(chunk -> peer.send(kind, chunk));
                assertEquals(List.of(Samples.ONE, STRICT, Samples.EMPTY, longest, STRICT), peer.events());
            });
        }
    }

    @Test
    void errors_cost_one_frame_and_the_limit_counts_the_body_alone() {
        byte[] stream = Wire.concat(
                typed(1, Samples.ONE), typed(1, Samples.ofBodyLength(301)), typed(2, Samples.EMPTY), typed(2, STRICT));
        Cuts.forEach(
                stream,
                chunks -> assertEquals(
                        List.of(Samples.ONE, FrameTooLongException.class, MalformedMessageException.class, STRICT),
                        Peer.onStream(factory()).sendAll(chunks).outline()));
    }

    @Test
    void truncation_counts_each_byte_once() {
        byte[] frame = typed(1, Samples.ofBodyLength(200));
        for (int end = 1; end < frame.length; end++) {
            ProtobufCodecFactory factory = factory();
            TruncatedFrameException e = Peer.onStream(factory)
                    .send(Arrays.copyOf(frame, end))
                    .close()
                    .exception(TruncatedFrameException.class);
            assertEquals(end, e.receivedBytes());
            assertEquals(end < 5 ? 5 : 205, e.expectedBytes());
            assertEquals(0, factory.statistics().retainedBytes());
        }
    }

    @Test
    void statistics_count_the_body_alone() {
        byte[] frame = typed(1, Samples.ofBodyLength(200));
        for (int cut = 0; cut < frame.length; cut++) {
            ProtobufCodecFactory factory = factory();
            Peer.onStream(factory).sendAll(Cuts.at(frame, cut));
            assertEquals(200, factory.statistics().bytesDecoded());
        }
    }

    @Test
    void what_is_written_there_stays_zero() {
        Peer peer = Peer.onStream(factory());
        peer.write(STRICT);
        assertArrayEquals(typed(0, STRICT), peer.written().get(0));
    }
}
