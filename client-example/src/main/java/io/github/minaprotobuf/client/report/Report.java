package io.github.minaprotobuf.client.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that came of one run; the names are those of the JSON, which {@code report.schema.json} describes.
 *
 * @param schemaVersion counts the changes that a program which reads the JSON has to know of
 */
public record Report(int schemaVersion, Run run, Map<Verdict, Long> totals, double seconds, List<Entry> cases) {

    private static final int SCHEMA_VERSION = 1;

    /** The report with the totals of these cases. */
    public static Report of(Run run, List<Entry> cases) {
        Map<Verdict, Long> totals = cases.stream()
                .collect(Collectors.groupingBy(
                        Entry::verdict, () -> new EnumMap<>(Verdict.class), Collectors.counting()));
        totals.putIfAbsent(Verdict.PASS, 0L);
        totals.putIfAbsent(Verdict.FAIL, 0L);
        return new Report(
                SCHEMA_VERSION,
                run,
                totals,
                cases.stream().mapToDouble(Entry::seconds).sum(),
                cases);
    }

    /** Whether the server did all that was asked of it. */
    public boolean passed() {
        return totals.keySet().stream().noneMatch(verdict -> verdict.failsTheRun() && totals.get(verdict) > 0);
    }

    /** The cases by the sections that they are of, in order. */
    Map<String, List<Entry>> sections() {
        return cases.stream().collect(Collectors.groupingBy(Entry::section, TreeMap::new, Collectors.toList()));
    }

    /** {@code 60 passed, 1 failed, 2 not applicable in 20.3 s}. */
    String summary() {
        return totals.entrySet().stream()
                .map(total -> total.getValue() + " " + total.getKey().participle())
                .collect(Collectors.joining(", ", "", String.format(Locale.ROOT, " in %.1f s", seconds)));
    }
}
