package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.server.Count;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** A run's outcome: a table for people, JSON for programs, a percentile distribution for plots. */
public final class BenchReport {

    private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9, 99.99, 100};
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int TICKS_PER_HALF_DISTANCE = 5;

    private final Plan plan;
    private final Outcome outcome;

    public BenchReport(Plan plan, Outcome outcome) {
        this.plan = plan;
        this.outcome = outcome;
    }

    /** The percentile that counts in milliseconds: from the intended send time where there is one. */
    public double correctedMillis(double percentile) {
        return outcome.sinceIntended().getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** The table. */
    public void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, %s, %s: %s, up to %d under way on each, %s%n",
                mode(),
                plan.target().wire(),
                plan.target().address(),
                Count.of(plan.connections(), "connection"),
                plan.pipeline(),
                plan.request()
                        .map(body -> "a request of " + Count.of(body.size(), "byte"))
                        .orElse("payload " + plan.payload()));
        out.printf(
                Locale.ROOT,
                "replies    %,d in %.2f s: %,.0f a second, %.2f MiB/s each way%n",
                outcome.replies(),
                outcome.seconds(),
                outcome.repliesPerSecond(),
                outcome.bytesPerSecond() / (1 << 20));
        out.printf(
                Locale.ROOT,
                "failures   %,d%s%n",
                outcome.failureCount(),
                outcome.failures().entrySet().stream()
                        .map(failure -> ", " + failure.getKey() + " " + failure.getValue())
                        .collect(Collectors.joining()));
        out.printf(
                "latency, ms   %s      mean%n",
                DoubleStream.of(PERCENTILES)
                        .mapToObj(percentile -> String.format("%10s", name(percentile)))
                        .collect(Collectors.joining()));
        if (plan.rate().isPresent()) {
            out.println("  corrected   " + row(outcome.sinceIntended()) + "  from the time each was meant to be sent");
            out.println("  uncorrected " + row(outcome.sinceSent()) + "  from the time each was sent");
        } else {
            out.println("  closed loop " + row(outcome.sinceSent()) + "  slow replies delay requests: see --rate");
        }
        out.flush();
    }

    /** One JSON object; times in milliseconds. */
    public String json() {
        return String.format(
                Locale.ROOT,
                """
                {
                  "target": "%s",
                  "format": "%s",
                  "mode": "%s",
                  "ratePerSecond": %s,
                  "connections": %d,
                  "pipeline": %d,
                  "payloadBytes": {"smallest": %d, "largest": %d},
                  "ioThreads": %d,
                  "seconds": %.3f,
                  "replies": %d,
                  "repliesPerSecond": %.1f,
                  "bytesPerSecond": %.1f,
                  "failures": %s,
                  "latencyMillis": {
                %s
                  }
                }
                """,
                plan.target().address(),
                plan.target().wire(),
                plan.rate().isPresent() ? "open loop" : "closed loop",
                plan.rate().isPresent() ? plain(plan.rate().getAsDouble()) : "null",
                plan.connections(),
                plan.pipeline(),
                plan.payload().smallest(),
                plan.payload().largest(),
                plan.ioThreads(),
                outcome.seconds(),
                outcome.replies(),
                outcome.repliesPerSecond(),
                outcome.bytesPerSecond(),
                jsonOf(outcome.failures()),
                latencies());
    }

    /** The corrected latencies in milliseconds, in the form that HdrHistogram's plotters read. */
    public void writeDistribution(Path file) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            outcome.sinceIntended().outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MILLI);
            if (out.checkError()) {
                throw new IOException("not all of it was written");
            }
        }
    }

    private String mode() {
        return plan.rate().isPresent()
                ? "open loop, " + plain(plan.rate().getAsDouble()) + " requests a second"
                : "closed loop";
    }

    private String latencies() {
        return plan.rate().isPresent()
                ? "    \"corrected\": " + jsonOf(outcome.sinceIntended()) + ",\n    \"uncorrected\": "
                        + jsonOf(outcome.sinceSent())
                : "    \"closedLoop\": " + jsonOf(outcome.sinceSent());
    }

    private static String row(Histogram latency) {
        return DoubleStream.concat(
                        DoubleStream.of(PERCENTILES).map(latency::getValueAtPercentile), DoubleStream.of(mean(latency)))
                .mapToObj(nanos -> String.format(Locale.ROOT, "%10.3f", nanos / NANOS_PER_MILLI))
                .collect(Collectors.joining());
    }

    private static String jsonOf(Histogram latency) {
        return DoubleStream.of(PERCENTILES)
                        .mapToObj(percentile -> String.format(
                                Locale.ROOT,
                                "\"%s\": %.3f, ",
                                name(percentile),
                                latency.getValueAtPercentile(percentile) / NANOS_PER_MILLI))
                        .collect(Collectors.joining("", "{", ""))
                + String.format(Locale.ROOT, "\"mean\": %.3f}", mean(latency) / NANOS_PER_MILLI);
    }

    private static String jsonOf(Map<String, Long> failures) {
        return failures.entrySet().stream()
                .map(failure -> "\"" + failure.getKey() + "\": " + failure.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static double mean(Histogram latency) {
        return latency.getTotalCount() == 0 ? 0 : latency.getMean();
    }

    /** {@code p99.9}, {@code max}. */
    private static String name(double percentile) {
        return percentile == 100 ? "max" : "p" + plain(percentile);
    }

    /** {@code 1000}, not {@code 1000.0}. */
    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
