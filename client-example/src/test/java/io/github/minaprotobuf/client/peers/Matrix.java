package io.github.minaprotobuf.client.peers;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables of peers and sections in interop-client.md, from the reports that {@code check --json} and {@code serve --json} wrote. Arguments: a
 * label and a report for each row, as in {@code "Go varint32=go.json"}.
 */
public final class Matrix {

    private Matrix() {}

    public static void main(String... args) throws IOException {
        List<String> rows = new ArrayList<>();
        Map<String, List<CheckedCase>> sections = Map.of();
        for (String arg : args) {
            int separator = arg.lastIndexOf('=');
            sections = sections(Path.of(arg.substring(separator + 1)));
            rows.add(row(arg.substring(0, separator), sections));
        }
        System.out.println("| peer | " + String.join(" | ", sections.keySet()) + " |");
        System.out.println("|---".repeat(1 + sections.size()) + "|");
        rows.forEach(System.out::println);
    }

    /** The row of a run in parts, the first of which has cases of every section. */
    public static String row(String label, List<Path> reports) throws IOException {
        Map<String, List<CheckedCase>> sections = new LinkedHashMap<>();
        for (Path report : reports) {
            sections(report)
                    .forEach((section, cases) -> sections.computeIfAbsent(section, any -> new ArrayList<>())
                            .addAll(cases));
        }
        return row(label, sections);
    }

    private static String row(String label, Map<String, List<CheckedCase>> sections) {
        return "| " + label + " | "
                + sections.values().stream().map(Matrix::cell).collect(Collectors.joining(" | ")) + " |";
    }

    private static Map<String, List<CheckedCase>> sections(Path report) throws IOException {
        try (Reader in = Files.newBufferedReader(report)) {
            return new Gson()
                    .fromJson(in, Checked.class).cases().stream()
                            .collect(Collectors.groupingBy(
                                    CheckedCase::section, LinkedHashMap::new, Collectors.toList()));
        }
    }

    /** {@code 16 of 18: not 3.6, 5.16}; what does not apply to the format is left out. */
    private static String cell(List<CheckedCase> cases) {
        List<CheckedCase> asked =
                cases.stream().filter(it -> !it.verdict().equals("skip")).toList();
        List<String> failed = asked.stream()
                .filter(it -> !it.verdict().equals("pass"))
                .map(CheckedCase::id)
                .toList();
        return failed.isEmpty()
                ? "all " + asked.size()
                : asked.size() - failed.size() + " of " + asked.size() + ": not " + String.join(", ", failed);
    }

    /** As Gson reads it. */
    record Checked(List<CheckedCase> cases) {}

    record CheckedCase(String id, String section, String verdict) {}
}
