package io.github.minaprotobuf.codec;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The budget, in bytes of body, that all sessions of one factory share for frames that span several reads. No session may
 * hold more than what stays free: one alone gets half of the limit, the next half of what is left, and so on, so that a few
 * large bodies which do not end leave room for small ones.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury and Hahne, Dynamic Queue Length Thresholds for Shared-Memory
 *     Packet Switches, 1998</a>
 */
final class RetainedBytes {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    RetainedBytes(long limit) {
        this.limit = limit;
    }

    /**
     * A refused request never counts, not even for a moment: another session's smaller one may fit.
     *
     * @param heldBySession what the session holds already
     */
    boolean tryReserve(int bytes, int heldBySession) {
        long before;
        do {
            before = held.get();
            long stayFree = limit - before - bytes;
            if ((long) heldBySession + bytes > stayFree) {
                return false;
            }
        } while (!held.compareAndSet(before, before + bytes));
        return true;
    }

    /** What has been read, and so is there whatever the budget says; it leaves that much less for others. */
    void count(long bytes) {
        held.addAndGet(bytes);
    }

    void release(int bytes) {
        count(-bytes);
    }

    long held() {
        return held.get();
    }

    long limit() {
        return limit;
    }
}
