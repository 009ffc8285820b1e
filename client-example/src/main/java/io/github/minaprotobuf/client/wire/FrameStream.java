package io.github.minaprotobuf.client.wire;

import java.io.ByteArrayOutputStream;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] starts = new int[bodies.size()];
        int[] headerLengths = new int[bodies.size()];
        for (int i = 0; i < bodies.size(); i++) {
            byte[] header = wire.header(bodies.get(i).length);
            starts[i] = bytes.size();
            headerLengths[i] = header.length;
            bytes.writeBytes(header);
            bytes.writeBytes(bodies.get(i));
        }
        return new FrameStream(bytes.toByteArray(), starts, headerLengths);
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
    byte[] bytes() {
        return bytes;
    }

    /** {@code 1,000 frames, 4,872 bytes}. */
    @Override
    public String toString() {
        String frames = starts.length == 1 ? "frame" : "frames";
        return String.format(Locale.ROOT, "%,d %s, %,d bytes", starts.length, frames, length());
    }
}
