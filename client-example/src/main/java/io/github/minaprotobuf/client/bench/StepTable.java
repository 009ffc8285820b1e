package io.github.minaprotobuf.client.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The columns of a table with a row for each step. */
final class StepTable {

    private StepTable() {}

    static String head(String last) {
        return row(
                "rate asked",
                "reached",
                Percentile.OF_STEPS.stream().map(Percentile::toString).toList(),
                last);
    }

    static String row(String asked, String reached, List<String> percentiles, String last) {
        return String.format("%11s %10s", asked, reached)
                + percentiles.stream().map(it -> String.format("%9s", it)).collect(Collectors.joining())
                + (last.isEmpty() ? "" : String.format("%10s", last));
    }

    static String rate(OptionalDouble rate) {
        return rate.isPresent() ? rate(rate.getAsDouble()) : "-";
    }

    /** As many digits as say something, in seven columns up to a quarter of an hour. */
    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.3f" : millis < 10_000 ? "%.1f" : "%.0f", millis);
    }

    static String rate(double rate) {
        return String.format(Locale.ROOT, rate < 100 ? "%,.1f" : "%,.0f", rate);
    }
}
