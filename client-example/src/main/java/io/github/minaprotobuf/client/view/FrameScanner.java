package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.client.wire.Wire.Look;
import java.util.Arrays;
import java.util.function.Consumer;

/** Finds the frames of one stream, which comes in chunks. What a frame is longer than the limit is counted and not kept. */
public final class FrameScanner {

    /** Bytes of a body that are kept to be shown. */
    public static final int LONGEST_SHOWN = 16 << 20;

    private static final int SHOWN_OF_WRONG = 64;

    private final Wire wire;
    private final int longestBody;
    private final Consumer<Frame> frames;
    private byte[] pending = new byte[4096];
    private int start;
    private int end;
    private long offset;
    private long toSkip;
    private boolean lost;

    /** @param longestBody bytes of a body that are kept */
    public FrameScanner(Wire wire, int longestBody, Consumer<Frame> frames) {
        this.wire = wire;
        this.longestBody = longestBody;
        this.frames = frames;
    }

    /** The next bytes of the stream. */
    public void add(byte[] bytes, int length) {
        int skipped = (int) Math.min(toSkip, length);
        toSkip -= skipped;
        offset += skipped;
        if (lost || skipped == length) {
            return;
        }
        append(bytes, skipped, length - skipped);
        while (start < end && scan()) {}
    }

    private boolean scan() {
        Look look = wire.at(pending, start, end);
        if (look instanceof Look.Wrong wrong) {
            lost = true;
            byte[] shown = Arrays.copyOfRange(pending, start, Math.min(end, start + SHOWN_OF_WRONG));
            frames.accept(new Frame(offset, shown, -1, 0, new byte[0], wrong.reason()));
            return false;
        }
        return look instanceof Look.Whole header && scanBody(header);
    }

    private boolean scanBody(Look.Whole header) {
        int bodyStart = start + header.headerLength();
        boolean kept = header.bodyLength() <= longestBody;
        if (kept && header.bodyLength() > end - bodyStart) {
            return false;
        }
        byte[] headerBytes = Arrays.copyOfRange(pending, start, bodyStart);
        byte[] body =
                kept ? Arrays.copyOfRange(pending, bodyStart, bodyStart + (int) header.bodyLength()) : new byte[0];
        frames.accept(new Frame(offset, headerBytes, header.type(), header.bodyLength(), body, null));
        int here = (int) Math.min(header.bodyLength(), end - bodyStart);
        toSkip = header.bodyLength() - here;
        offset += header.headerLength() + here;
        start = bodyStart + here;
        return true;
    }

    private void append(byte[] bytes, int from, int count) {
        if (count > pending.length - end) {
            int held = end - start;
            byte[] roomy = held + count > pending.length / 2 ? new byte[2 * (held + count)] : pending;
            System.arraycopy(pending, start, roomy, 0, held);
            pending = roomy;
            start = 0;
            end = held;
        }
        System.arraycopy(bytes, from, pending, end, count);
        end += count;
    }

    /** Bytes of a frame whose end has not come, and the offset at which it begins. */
    public int left() {
        return lost ? 0 : end - start;
    }

    /** Bytes that are missing of a frame that was handed on without its body. */
    public long missing() {
        return toSkip;
    }

    /** Where the next frame begins, or the one that {@link #left} is of. */
    public long offset() {
        return offset;
    }

    /** Whether bytes came that are no header. */
    public boolean isLost() {
        return lost;
    }

    /** Whether the stream ends between two frames. */
    public boolean isAtBoundary() {
        return !lost && start == end && toSkip == 0;
    }
}
