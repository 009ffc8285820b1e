package io.github.minaprotobuf.client.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * A run's outcome for programs; the names are those of the JSON, which {@code bench.schema.json} describes. What is null
 * is left out.
 *
 * @param schemaVersion counts the changes that a program which reads it has to know of
 * @param started in UTC, as in ISO 8601
 * @param saturation what a search for the highest rate has found
 */
record BenchJson(
        int schemaVersion,
        String client,
        String started,
        String target,
        boolean tls,
        int ioThreads,
        Load load,
        List<Result> steps,
        Saturation saturation) {

    static final int SCHEMA_VERSION = 1;

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * What makes two runs comparable.
     *
     * @param request the body of every request, in hex; null for echoes
     */
    record Load(String format, String mode, int connections, int pipeline, Sizes payloadBytes, String request) {
        static Load of(Plan plan) {
            return new Load(
                    plan.target().wire().toString(),
                    plan.mode(),
                    plan.connections(),
                    plan.pipeline(),
                    new Sizes(plan.payload().smallest(), plan.payload().largest()),
                    plan.request()
                            .map(body -> HexFormat.of().formatHex(body.toByteArray()))
                            .orElse(null));
        }
    }

    record Sizes(int smallest, int largest) {
        @Override
        public String toString() {
            return smallest == largest ? smallest + " bytes" : smallest + " to " + largest + " bytes";
        }
    }

    /**
     * One step.
     *
     * @param ratePerSecond what was asked for; null in a closed loop
     * @param latencyMillis percentiles, by the name of the percentile, by where they count from
     */
    record Result(
            Double ratePerSecond,
            double seconds,
            long replies,
            double repliesPerSecond,
            double bytesPerSecond,
            Map<String, Long> failures,
            Map<String, Map<String, Double>> latencyMillis) {

        static Result of(Step step) {
            Outcome outcome = step.outcome();
            Map<String, Map<String, Double>> latencies = new LinkedHashMap<>();
            if (step.rate().isPresent()) {
                latencies.put("corrected", percentiles(outcome.sinceIntended()));
                latencies.put("uncorrected", percentiles(outcome.sinceSent()));
            } else {
                latencies.put("closedLoop", percentiles(outcome.sinceSent()));
            }
            return new Result(
                    step.rate().isPresent() ? step.rate().getAsDouble() : null,
                    rounded(outcome.seconds()),
                    outcome.replies(),
                    rounded(outcome.repliesPerSecond()),
                    rounded(outcome.bytesPerSecond()),
                    outcome.failures(),
                    latencies);
        }

        /** The percentiles that count. */
        Map<String, Double> latency() {
            return latencyMillis.getOrDefault("corrected", latencyMillis.getOrDefault("closedLoop", Map.of()));
        }
    }

    static BenchJson of(Plan plan, List<Step> steps, Saturation saturation, String client, String started) {
        return new BenchJson(
                SCHEMA_VERSION,
                client,
                started,
                plan.target().address(),
                plan.target().tls().isPresent(),
                plan.ioThreads(),
                Load.of(plan),
                steps.stream().map(Result::of).toList(),
                saturation);
    }

    /** @throws IllegalArgumentException with a message for the user, when the file holds nothing that can be compared */
    static BenchJson read(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            BenchJson read = GSON.fromJson(in, BenchJson.class);
            if (read == null || read.schemaVersion == 0 || read.load == null || read.steps == null) {
                throw new IllegalArgumentException(file + " is no result of bench --json");
            }
            if (read.schemaVersion != SCHEMA_VERSION) {
                throw new IllegalArgumentException(file + " has schemaVersion " + read.schemaVersion
                        + ", and this client compares " + SCHEMA_VERSION + ": measure again with one client");
            }
            return read;
        } catch (JsonParseException | CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no result of bench --json", e);
        }
    }

    @Override
    public String toString() {
        return GSON.toJson(this) + "\n";
    }

    private static Map<String, Double> percentiles(Histogram latency) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Percentile percentile : Percentile.ALL) {
            values.put(percentile.toString(), rounded(Step.millis(latency, percentile.value())));
        }
        values.put("mean", rounded(Step.meanMillis(latency)));
        return values;
    }

    private static double rounded(double number) {
        return Math.round(number * 1e3) / 1e3;
    }
}
