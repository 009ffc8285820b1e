package io.github.minaprotobuf.client.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Bodies as the frames of one byte stream, and where each frame and header begins in it. */
public final class FrameStream {

    private final byte[] bytes;
    private final int[] starts;
    private final int[] headerLengths;

    private FrameStream(byte[] bytes, int[] starts, int[] headerLengths) {
        this.bytes = bytes;
        this.starts = starts;
        this.headerLengths = headerLengths;
    }

    /** One frame for each body, in that order. */
    public static FrameStream of(Wire wire, List<byte[]> bodies) {
        List<byte[]> headers =
                bodies.stream().map(body -> wire.header(body.length)).toList();
        ByteBuffer bytes = ByteBuffer.allocate(lengthOf(headers) + lengthOf(bodies));
        int[] starts = new int[bodies.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = bytes.position();
            bytes.put(headers.get(i)).put(bodies.get(i));
        }
        return new FrameStream(
                bytes.array(),
                starts,
                headers.stream().mapToInt(header -> header.length).toArray());
    }

    /** Bytes that need not be frames. */
    public static FrameStream raw(byte... bytes) {
        return new FrameStream(bytes, new int[0], new int[0]);
    }

    /** The number of bytes in all frames. */
    public int length() {
        return bytes.length;
    }

    /** The offsets just past so many bytes of each header, or past the whole header where it is shorter. */
    IntStream offsetsInHeaders(int headerBytes) {
        return IntStream.range(0, starts.length).map(i -> starts[i] + Math.min(headerBytes, headerLengths[i]));
    }

    /** Not a copy; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** {@code 1,000 frames, 4,872 bytes}. */
    @Override
    public String toString() {
        if (starts.length == 0) {
            return String.format(Locale.ROOT, length() == 1 ? "%,d byte" : "%,d bytes", length());
        }
        String frames = starts.length == 1 ? "frame" : "frames";
        return String.format(Locale.ROOT, "%,d %s, %,d bytes", starts.length, frames, length());
    }

    private static int lengthOf(List<byte[]> parts) {
        return parts.stream().mapToInt(part -> part.length).reduce(0, Math::addExact);
    }
}
