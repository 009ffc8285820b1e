package io.github.minaprotobuf.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts frames and the bytes of their bodies. Each thread counts for itself, so that a frame costs no atomic operation;
 * a reader adds up. Any thread.
 */
final class FrameCounter {

    private static final int AT_HAND = 64; // a power of two, and more than there are I/O threads

    private final List<Share> shares = new ArrayList<>();

    /**
     * By thread, the first one that came to each place: cheaper to look at than a {@code ThreadLocal}. Races do no harm: a
     * share is of its owner alone, and who finds another's looks on.
     */
    private final Share[] atHand = new Share[AT_HAND];

    private final ThreadLocal<Share> mine = ThreadLocal.withInitial(this::join);
    private long framesOfEndedThreads;
    private long bytesOfEndedThreads;

    void add(int frames, long bodyBytes) {
        Thread thread = Thread.currentThread();
        Share share = atHand[placeOf(thread)];
        if (share == null || share.owner != thread) {
            share = mine.get();
        }
        share.add(frames, bodyBytes);
    }

    synchronized long frames() {
        return framesOfEndedThreads
                + shares.stream().mapToLong(share -> share.frames).sum();
    }

    synchronized long bodyBytes() {
        return bytesOfEndedThreads
                + shares.stream().mapToLong(share -> share.bodyBytes).sum();
    }

    private synchronized Share join() {
        shares.removeIf(this::isOver);
        Share share = new Share(Thread.currentThread());
        shares.add(share);
        int place = placeOf(share.owner);
        if (atHand[place] == null || !atHand[place].owner.isAlive()) {
            atHand[place] = share;
        }
        return share;
    }

    private static int placeOf(Thread thread) {
        return (int) thread.getId() & (AT_HAND - 1);
    }

    /** Takes over what a thread has counted that is no more, so that shares do not pile up. */
    private boolean isOver(Share share) {
        if (share.owner.isAlive()) {
            return false;
        }
        framesOfEndedThreads += share.frames;
        bytesOfEndedThreads += share.bodyBytes;
        return true;
    }

    /** What one thread has counted; written by that thread alone. */
    private static final class Share {
        private static final VarHandle FRAMES = counter("frames");
        private static final VarHandle BODY_BYTES = counter("bodyBytes");

        private final Thread owner;
        private volatile long frames;
        private volatile long bodyBytes;

        Share(Thread owner) {
            this.owner = owner;
        }

        void add(int moreFrames, long moreBytes) {
            FRAMES.setRelease(this, (long) FRAMES.get(this) + moreFrames);
            BODY_BYTES.setRelease(this, (long) BODY_BYTES.get(this) + moreBytes);
        }

        private static VarHandle counter(String field) {
            try {
                return MethodHandles.lookup().findVarHandle(Share.class, field, long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
