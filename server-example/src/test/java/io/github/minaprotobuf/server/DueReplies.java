package io.github.minaprotobuf.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The replies that an echo server owes a connection: the frames that it was sent, byte for byte, in order, each once. */
final class DueReplies {

    private final List<byte[]> frames;
    private int frame;
    private int offset;
    private int receivedBytes;

    DueReplies(List<byte[]> frames) {
        this.frames = List.copyOf(frames);
    }

    int bytes() {
        return frames.stream().mapToInt(each -> each.length).sum();
    }

    /** Whole replies that have come so far. */
    int received() {
        return frame;
    }

    /** Reads until all are there. */
    void readAll(InputStream in) throws IOException {
        read(in, bytes() - receivedBytes);
    }

    /** Reads that many bytes of them. */
    void read(InputStream in, int bytes) throws IOException {
        int wanted = receivedBytes + bytes;
        byte[] buffer = new byte[Math.min(64 << 10, Math.max(1, bytes))];
        while (receivedBytes < wanted) {
            int count = in.read(buffer, 0, Math.min(buffer.length, wanted - receivedBytes));
            if (count < 0) {
                throw new AssertionError("the stream ended " + position());
            }
            compare(buffer, count);
        }
    }

    /** Reads until all are there and the stream ends behind them. */
    void readAllAndEnd(InputStream in) throws IOException {
        readAll(in);
        int next = in.read();
        if (next >= 0) {
            throw new AssertionError(
                    String.format("a byte too many, %02x, behind all %d replies", next, frames.size()));
        }
    }

    /** Reads as many as come, until the end of the stream or a reset. */
    void readUntilEnd(InputStream in) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                compare(buffer, count);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("neither reply nor end " + position(), e);
        } catch (IOException e) {
            // Reset: what came before was right.
        }
    }

    private void compare(byte[] received, int count) {
        int from = 0;
        while (from < count) {
            if (frame == frames.size()) {
                throw new AssertionError((count - from) + " bytes too many behind all " + frames.size() + " replies: "
                        + hex(received, from, count));
            }
            byte[] due = frames.get(frame);
            int length = Math.min(count - from, due.length - offset);
            int wrong = Arrays.mismatch(received, from, from + length, due, offset, offset + length);
            if (wrong >= 0) {
                offset += wrong;
                throw new AssertionError("wrong " + position() + ": received " + hex(received, from + wrong, count)
                        + ", due " + hex(due, offset, due.length));
            }
            advance(length);
            from += length;
        }
    }

    private void advance(int length) {
        receivedBytes += length;
        offset += length;
        if (offset == frames.get(frame).length) {
            frame++;
            offset = 0;
        }
    }

    private String position() {
        return "at byte " + offset + " of reply " + (frame + 1) + " of " + frames.size()
                + (frame < frames.size() ? " (" + frames.get(frame).length + " bytes)" : "");
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, Math.min(to, from + 16));
    }
}
