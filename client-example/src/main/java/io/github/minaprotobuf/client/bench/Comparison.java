package io.github.minaprotobuf.client.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/** What another run of the same load has saved, and how this one relates to it. */
public final class Comparison {

    private final Path file;
    private final BenchJson other;

    private Comparison(Path file, BenchJson other) {
        this.file = file;
        this.other = other;
    }

    /**
     * Reads what {@code --json} has saved.
     *
     * @throws IllegalArgumentException with a message for the user, when that is nothing to compare with
     */
    public static Comparison with(Path file) throws IOException {
        return new Comparison(file, BenchJson.read(file));
    }

    /**
     * To be asked before the run.
     *
     * @param rates of each step to come; empty for a closed loop
     * @param saturation whether a search is to come, whose steps nobody knows yet
     * @throws IllegalArgumentException naming what differs, when the other run's load is not that of the plan
     */
    public void requireSameLoad(Plan plan, List<Double> rates, boolean saturation) {
        BenchJson.Load own = BenchJson.Load.of(plan);
        BenchJson.Load others = other.load();
        List<String> differences = new ArrayList<>();
        compare("format", others.format(), own.format(), differences);
        compare("mode", others.mode(), own.mode(), differences);
        compare("--connections", others.connections(), own.connections(), differences);
        compare("--pipeline", others.pipeline(), own.pipeline(), differences);
        compare("--payload-size", others.payloadBytes(), own.payloadBytes(), differences);
        compare("--request", orEchoes(others.request()), orEchoes(own.request()), differences);
        compare("--saturate", other.saturation() != null, saturation, differences);
        if (!saturation && other.saturation() == null) {
            compare("--rate", rates(other), rates, differences);
        }
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(file + " is of another load: " + String.join("; ", differences));
        }
    }

    /** Ratios of this run's figures to the other's, in lines of text. */
    public List<String> ratios(List<Step> steps, Saturation saturation) {
        List<String> lines = new ArrayList<>();
        lines.add("ratios to " + file + " (" + other.target() + (other.tls() ? " over TLS" : "") + ", "
                + other.started() + "): below 1, this run has less");
        if (saturation != null) {
            lines.add("  rate found  "
                    + ratio(saturation.ratePerSecond(), other.saturation().ratePerSecond()));
            return lines;
        }
        lines.add(StepTable.head(""));
        for (int i = 0; i < steps.size(); i++) {
            BenchJson.Result own = BenchJson.Result.of(steps.get(i));
            BenchJson.Result others = other.steps().get(i);
            lines.add(StepTable.row(
                    steps.get(i).asked(),
                    ratio(own.repliesPerSecond(), others.repliesPerSecond()),
                    Percentile.OF_STEPS.stream()
                            .map(Percentile::toString)
                            .map(name -> ratio(
                                    own.latency().get(name), others.latency().get(name)))
                            .toList(),
                    ""));
        }
        return lines;
    }

    private static List<Double> rates(BenchJson run) {
        return run.steps().stream()
                .map(BenchJson.Result::ratePerSecond)
                .filter(Objects::nonNull)
                .toList();
    }

    private static String orEchoes(String request) {
        return Objects.requireNonNullElse(request, "echoes");
    }

    private static void compare(String what, Object others, Object own, List<String> differences) {
        if (!Objects.equals(others, own)) {
            differences.add(what + " is " + others + " there, " + own + " here");
        }
    }

    private static String ratio(Double own, Double others) {
        OptionalDouble ratio =
                own == null || others == null || others == 0 ? OptionalDouble.empty() : OptionalDouble.of(own / others);
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.3f", ratio.getAsDouble()) : "-";
    }
}
