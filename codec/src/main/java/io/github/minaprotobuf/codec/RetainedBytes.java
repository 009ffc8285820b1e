package io.github.minaprotobuf.codec;

import java.util.concurrent.atomic.AtomicLong;

/** The budget, in bytes of body, that all sessions of one factory share for frames that span several reads. */
final class RetainedBytes {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    RetainedBytes(long limit) {
        this.limit = limit;
    }

    boolean tryReserve(int bytes) {
        if (held.addAndGet(bytes) > limit) {
            release(bytes);
            return false;
        }
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
