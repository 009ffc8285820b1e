package io.github.minaprotobuf.client.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Results for people: a line for each case as it ends, the details of a failure below it; at the end the ids of those
 * that did not pass, and the totals.
 */
public final class TextReport {

    private final PrintWriter out;
    private final TextStyle style;

    public TextReport(PrintWriter out, TextStyle style) {
        this.out = out;
        this.style = style;
    }

    /** Prints a case that has ended. */
    public void finished(Entry entry) {
        String verdict = String.format("%-5s", entry.verdict());
        String columns = String.format(Locale.ROOT, "%-5s %s %7.3f s  ", entry.id(), verdict, entry.seconds());
        // Laid out before it is coloured: the sequences have no width.
        out.println(style.paragraph(columns, entry.title())
                .replaceFirst(verdict, style.coloured(entry.verdict(), verdict)));
        if (entry.since() != null) {
            detail("since", entry.since().toString());
            detail("received", entry.received());
        } else if (entry.verdict().isFailure()) {
            detail("requires", entry.requirement() + " (" + entry.level() + ")");
            detail("sent", entry.sent());
            detail("expected", entry.expected());
            detail("received", entry.received());
            out.println(style.commandLine(label("rerun"), entry.rerun()));
        } else if (entry.verdict() == Verdict.SKIP) {
            detail("expected", entry.expected());
        } else if (entry.verdict() == Verdict.FIXED) {
            detail("expected", "to fail, as --known-failing says");
        }
        out.flush();
    }

    /** Prints something that is about more than the case that has ended. */
    public void note(String text) {
        detail("note", text);
        out.flush();
    }

    /** Prints which cases did not pass, and the totals, when all have ended. */
    public void summary(Report report) {
        out.println();
        for (Verdict verdict : report.totals().keySet()) {
            if (verdict.isFailure() || verdict.failsTheRun()) {
                ids(verdict, report);
            }
        }
        String totals = report.summary();
        String run = "(" + report.run() + ")";
        boolean fit = totals.length() + 1 + run.length() <= style.width();
        out.println(totals + (fit ? " " : System.lineSeparator()) + run);
        out.flush();
    }

    /** {@code failed  1.2, 3.1; since 1.2: 1.3, 1.5}. */
    private void ids(Verdict verdict, Report report) {
        List<Entry> entries = report.cases().stream()
                .filter(entry -> entry.verdict() == verdict)
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        Map<String, String> idsBySince = entries.stream()
                .collect(Collectors.groupingBy(
                        TextReport::since, TreeMap::new, Collectors.mapping(Entry::id, Collectors.joining(", "))));
        String text = idsBySince.entrySet().stream()
                .map(ids -> ids.getKey().isEmpty() ? ids.getValue() : "since " + ids.getKey() + ": " + ids.getValue())
                .collect(Collectors.joining("; "));
        String label = verdict.participle() + "  ";
        out.println(style.paragraph(label, text).replaceFirst(label, style.coloured(verdict, label)));
    }

    /** The id of the case that explains a failure; empty where none does, which sorts first. */
    private static String since(Entry entry) {
        return entry.since() == null ? "" : entry.since().id();
    }

    private void detail(String label, String text) {
        out.println(style.paragraph(label(label), text));
    }

    private static String label(String label) {
        return String.format("      %-9s ", label);
    }
}
