package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.bench.JmhRun.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results for people: subjects under one load stand together, compared with the limit among them. */
final class JmhTable {

    private static final List<String> LIMITS = List.of(DecodeSubject.BARE.name(), EncodeSubject.ARRAY_AND_COPY.name());
    private static final List<String> LIMIT_AND_COPY = List.of(DecodeSubject.BARE.name(), DecodeSubject.COPY.name());

    private JmhTable() {}

    static String of(List<Row> rows) {
        Map<String, List<Row>> byLoad = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.benchmark() + " " + row.load(), LinkedHashMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder();
        byLoad.forEach((load, subjects) -> {
            table.append(String.format(
                    "%n%-34s %19s %9s %13s %16s%n", load, "median", "x limit", "x limit+copy", "allocated B"));
            subjects.forEach(row -> table.append(line(row, subjects)));
        });
        return table.toString();
    }

    private static String line(Row row, List<Row> subjects) {
        double limit = sum(subjects, LIMITS);
        double limitAndCopy = sum(subjects, LIMIT_AND_COPY);
        return String.format(
                Locale.ROOT,
                "  %-32s %,13.1f %5s %9s %13s %,16.1f%n",
                row.subject(),
                row.median(),
                row.unit(),
                ratio(row, limit),
                limitAndCopy > limit ? ratio(row, limitAndCopy) : "",
                row.allocatedBytes());
    }

    private static double sum(List<Row> subjects, List<String> names) {
        return subjects.stream()
                .filter(row -> names.contains(row.subject()))
                .mapToDouble(Row::median)
                .sum();
    }

    private static String ratio(Row row, double base) {
        return base > 0 ? String.format(Locale.ROOT, "%.2f", row.median() / base) : "";
    }
}
