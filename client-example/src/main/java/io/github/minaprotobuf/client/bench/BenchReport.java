package io.github.minaprotobuf.client.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that came of one run.
 *
 * @param saturation what a search for the highest rate has found; null where none was asked for
 */
public record BenchReport(Plan plan, List<Step> steps, Saturation saturation) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int TICKS_PER_HALF_DISTANCE = 5;

    /**
     * For programs: one object.
     *
     * @param client name and version
     * @param started in UTC, as in ISO 8601
     */
    public String json(String client, String started) {
        return BenchJson.of(plan, steps, saturation, client, started).toString();
    }

    /** The only step's latencies in milliseconds, in the form that HdrHistogram's plotters read. */
    public void writeDistribution(Path file) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            steps.get(0).latency().outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MILLI);
            if (out.checkError()) {
                throw new IOException("not all of it was written");
            }
        }
    }
}
