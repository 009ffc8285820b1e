package io.github.minaprotobuf.filter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all sessions of a filter together may have waiting to be written, at its cost in heap. No session may have more than
 * what stays free: one alone gets half of the limit, the next half of what is left, and so on. Any thread.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury and Hahne, Dynamic Queue Length Thresholds for Shared-Memory
 *     Packet Switches, 1998</a>
 */
final class WriteBudget {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    WriteBudget(long limit) {
        this.limit = limit;
    }

    void change(long by) {
        taken.addAndGet(by);
    }

    /** @param takenBySession what of this budget is taken for the session already */
    boolean allows(long waiting, long takenBySession) {
        long ofOthers = taken.get() - takenBySession;
        return waiting <= limit - ofOthers - waiting;
    }

    long taken() {
        return taken.get();
    }
}
