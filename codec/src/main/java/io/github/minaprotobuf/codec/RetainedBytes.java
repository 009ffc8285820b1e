package io.github.minaprotobuf.codec;

import java.util.concurrent.atomic.AtomicLong;

/** The budget, in bytes of body, that all sessions of one factory share for frames that span several reads. */
final class RetainedBytes {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    RetainedBytes(long limit) {
        this.limit = limit;
    }

    /** A refused request never counts, not even for a moment: another session's smaller one may fit. */
    boolean tryReserve(int bytes) {
        long before;
        do {
            before = held.get();
            if (bytes > limit - before) {
                return false;
            }
        } while (!held.compareAndSet(before, before + bytes));
        return true;
    }

    void release(int bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }

    long limit() {
        return limit;
    }
}
