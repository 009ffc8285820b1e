package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * What a session has read and its codec has not decoded yet, because too much waits to be written. The session's monitor, so
 * to say: one thread decodes at a time, and whoever brings more meanwhile leaves it here. Any thread.
 */
final class HeldRead {

    private static final AttributeKey KEY = new AttributeKey(HeldRead.class, "held");

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum Stage {
        /** The thread that brings a read decodes it. */
        NOTHING_HELD,
        /** Nobody decodes; whoever finds that it may go on takes what is held. */
        HELD,
        /** A thread has taken what was held, and decodes it. */
        TAKEN
    }

    private final RetainedBytes budget;
    private Stage stage = Stage.NOTHING_HELD;
    private ByteBuffer bytes = NOTHING;
    private int counted;

    private HeldRead(RetainedBytes budget) {
        this.budget = budget;
    }

    /** Null for a session that has never held a read back, as most. */
    static HeldRead of(IoSession session) {
        return (HeldRead) session.getAttribute(KEY);
    }

    private static HeldRead ofOrNew(IoSession session, RetainedBytes budget) {
        HeldRead present = of(session);
        if (present != null) {
            return present;
        }
        HeldRead made = new HeldRead(budget);
        HeldRead earlier = (HeldRead) session.setAttributeIfAbsent(KEY, made);
        if (earlier != null) {
            return earlier;
        }
        session.getCloseFuture().addListener(closed -> made.count(0));
        return made;
    }

    /** Whether frames of that session wait here to be decoded, or are being decoded from here. */
    static boolean isIn(IoSession session) {
        HeldRead held = of(session);
        return held != null && held.stage() != Stage.NOTHING_HELD;
    }

    /**
     * Keeps the rest of a read, unless decoding may go on after all: who lets it go on says so first, and comes here then.
     *
     * @return whether it was kept
     */
    static boolean keep(IoSession session, IoBuffer rest, RetainedBytes budget, Predicate<IoSession> stops) {
        HeldRead held = ofOrNew(session, budget);
        synchronized (held) {
            if (!stops.test(session)) {
                return false;
            }
            held.putFirst(rest.buf());
            held.stage = Stage.HELD;
            return true;
        }
    }

    /** Leaves a read behind what is held; false when nothing is. */
    synchronized boolean append(ByteBuffer read) {
        if (stage == Stage.NOTHING_HELD) {
            return false;
        }
        int before = bytes.capacity();
        bytes = concatenate(bytes, read);
        count(counted + bytes.capacity() - before);
        return true;
    }

    /** What is to be decoded now, by the caller; null when nothing waits. The caller then asks for {@link #more}. */
    synchronized IoBuffer take() {
        if (stage != Stage.HELD) {
            return null;
        }
        stage = Stage.TAKEN;
        return takeBytes();
    }

    /** To the one who took, and has decoded that to its end: what has come meanwhile; null when that is nothing. */
    synchronized IoBuffer more() {
        if (bytes.hasRemaining()) {
            return takeBytes();
        }
        stage = Stage.NOTHING_HELD;
        count(0);
        return null;
    }

    private IoBuffer takeBytes() {
        IoBuffer taken = FrameBuffer.of(bytes); // this may take back what is left of it
        bytes = NOTHING;
        return taken;
    }

    private synchronized Stage stage() {
        return stage;
    }

    private void putFirst(ByteBuffer rest) {
        boolean takenFromHere = stage == Stage.TAKEN;
        bytes = takenFromHere && !bytes.hasRemaining() ? rest : concatenate(rest, bytes);
        count(bytes.capacity());
    }

    private static ByteBuffer concatenate(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }

    private synchronized void count(int now) {
        budget.count(now - counted);
        counted = now;
    }
}
