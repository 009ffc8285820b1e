package io.github.minaprotobuf.client.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Recorder;

/** Counts and latencies of measured requests. Safe for use by many threads. */
final class Measurements {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Recorder sinceIntended = new Recorder(SIGNIFICANT_DIGITS);
    private final Recorder sinceSent = new Recorder(SIGNIFICANT_DIGITS);
    private final LongAdder replies = new LongAdder();
    private final LongAdder replyBytes = new LongAdder();
    private final AtomicLong lastReply = new AtomicLong();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    /** Counts right replies that one read brought, to requests that were sent at the same time. */
    void replies(long count, long bytes, long intended, long sent, long now) {
        sinceIntended.recordValueWithCount(Math.max(0, now - intended), count);
        sinceSent.recordValueWithCount(Math.max(0, now - sent), count);
        replies.add(count);
        replyBytes.add(bytes);
        lastReply.lazySet(now);
    }

    /** Counts requests that have failed, also those of the warm-up. */
    void failed(String failure, long count) {
        if (count > 0) {
            failures.computeIfAbsent(failure, any -> new LongAdder()).add(count);
        }
    }

    long replies() {
        return replies.sum();
    }

    long failures() {
        return failures.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** What has come of the run; asked once, at its end. */
    Outcome outcome(long measuredFrom) {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((failure, count) -> counts.put(failure, count.sum()));
        long nanos = replies() == 0 ? 0 : lastReply.get() - measuredFrom;
        return new Outcome(
                replies(),
                replyBytes.sum(),
                nanos,
                counts,
                sinceIntended.getIntervalHistogram(),
                sinceSent.getIntervalHistogram());
    }
}
