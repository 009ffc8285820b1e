package io.github.minaprotobuf.client.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Which requests there are to be, by the time that each is meant to be sent. Safe for use by many threads. */
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

    /** Takes the place of a request meant for that time, if there is one left. */
    boolean admits(long intended) {
        // Untouched without a limit: the threads that would count it down would wait for each other.
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
