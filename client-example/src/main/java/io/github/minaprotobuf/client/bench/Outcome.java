package io.github.minaprotobuf.client.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a run. Replies count from the end of the warm-up on, failures from the start.
 *
 * @param replies right replies
 * @param replyBytes their bodies' bytes
 * @param nanos from the end of the warm-up to the last reply
 * @param failures how many requests or connections failed, by what went wrong
 * @param sinceIntended latency in nanoseconds, from when each request was meant to be sent
 * @param sinceSent latency in nanoseconds, from when each request was sent
 */
public record Outcome(
        long replies,
        long replyBytes,
        long nanos,
        Map<String, Long> failures,
        Histogram sinceIntended,
        Histogram sinceSent) {

    /** All failures together. */
    public long failureCount() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Right replies a second. */
    public double repliesPerSecond() {
        return nanos == 0 ? 0 : replies / seconds();
    }

    /** Bytes a second, one way. */
    public double bytesPerSecond() {
        return nanos == 0 ? 0 : replyBytes / seconds();
    }

    /** The time that was measured. */
    public double seconds() {
        return nanos / 1e9;
    }
}
