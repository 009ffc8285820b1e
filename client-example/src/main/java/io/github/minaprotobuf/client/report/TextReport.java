package io.github.minaprotobuf.client.report;

import java.io.PrintWriter;
import java.util.Locale;

/** Results for people: a line for each case as it ends, the details of a failure below it, a summary at the end. */
public final class TextReport {

    private final PrintWriter out;

    public TextReport(PrintWriter out) {
        this.out = out;
    }

    /** Prints a case that has ended. */
    public void finished(Entry entry) {
        out.printf(Locale.ROOT, "%-5s %-5s %7.3f s  %s%n", entry.id(), entry.verdict(), entry.seconds(), entry.title());
        if (entry.verdict().isFailure()) {
            detail("requires", entry.requirement() + " (" + entry.level() + ")");
            detail("sent", entry.sent());
            detail("expected", entry.expected());
            detail("received", entry.received());
            detail("rerun", entry.rerun());
        } else if (entry.verdict() == Verdict.FIXED) {
            detail("expected", "to fail, as --known-failing says");
        }
        out.flush();
    }

    /** Prints the totals, when all cases have ended. */
    public void summary(Report report) {
        out.printf("%s (%s)%n", report.summary(), report.run());
        out.flush();
    }

    private void detail(String label, String text) {
        out.printf("      %-9s %s%n", label, text);
    }
}
