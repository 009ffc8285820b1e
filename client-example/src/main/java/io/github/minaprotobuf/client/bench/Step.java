package io.github.minaprotobuf.client.bench;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * One load that was put on the server, and what came of it.
 *
 * @param rate how many requests a second fell due, in an open loop; none in a closed one
 */
public record Step(OptionalDouble rate, Outcome outcome) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** The latency that counts: from the time each request was meant to be sent, where it had one. */
    Histogram latency() {
        return outcome.sinceIntended();
    }

    /** Of the latency that counts. */
    public double millisAt(double percentile) {
        return millis(latency(), percentile);
    }

    /** The rate that was asked for. */
    public String asked() {
        return StepTable.rate(rate);
    }

    static double millis(Histogram latency, double percentile) {
        return latency.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    static double meanMillis(Histogram latency) {
        return latency.getTotalCount() == 0 ? 0 : latency.getMean() / NANOS_PER_MILLI;
    }
}
