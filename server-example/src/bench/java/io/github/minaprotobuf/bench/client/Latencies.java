package io.github.minaprotobuf.bench.client;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** From the call that sends a frame to the read that completes its reply. */
final class Latencies {

    private static final double NANOS_PER_MICRO = 1000;

    private final Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);

    void record(long nanos, int frames) {
        histogram.recordValueWithCount(Math.min(nanos, histogram.getHighestTrackableValue()), frames);
    }

    void reset() {
        histogram.reset();
    }

    long count() {
        return histogram.getTotalCount();
    }

    double percentileMicros(double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
