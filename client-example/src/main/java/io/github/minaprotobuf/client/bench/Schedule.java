package io.github.minaprotobuf.client.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Decides whether a request that is due at some time is still sent, and whether it counts. Safe for many threads. */
final class Schedule {

    private final long start = System.nanoTime();
    private final long measuredFrom;
    private final long end;
    private final boolean limited;
    private final AtomicLong left;

    Schedule(Plan plan) {
        this.measuredFrom = start + plan.warmup().toNanos();
        this.end = measuredFrom
                + (plan.requests().isPresent()
                        ? Long.MAX_VALUE / 2
                        : plan.duration().toNanos());
        this.limited = plan.requests().isPresent();
        this.left = new AtomicLong(plan.requests().orElse(Long.MAX_VALUE));
    }

    long start() {
        return start;
    }

    long measuredFrom() {
        return measuredFrom;
    }

    /** Whether a request that is due at that time may be sent; if it may, it is counted as sent. */
    boolean admits(long intended) {
        // Without a limit nothing is counted down: the I/O threads would contend for the counter.
        return !isMeasured(intended) || (intended - end < 0 && (!limited || left.getAndDecrement() > 0));
    }

    /** No request is left. */
    boolean isOver(long now) {
        return now - end >= 0 || left.get() <= 0;
    }

    /** False in the warm-up. */
    boolean isMeasured(long intended) {
        return intended - measuredFrom >= 0;
    }
}
