package io.github.minaprotobuf.client.check;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Results for people: a line for each case as it ends, the details of a failure below it, a summary at the end. */
public final class TextReport {

    private final PrintWriter out;
    private final Function<Case, String> rerunCommand;

    /** @param rerunCommand the command line that runs one case again */
    public TextReport(PrintWriter out, Function<Case, String> rerunCommand) {
        this.out = out;
        this.rerunCommand = rerunCommand;
    }

    /** A case has ended. */
    public void finished(Result result) {
        Case testCase = result.testCase();
        out.printf(Locale.ROOT, "%-5s %s %7.3f s  %s%n",
                testCase.id(), result.passed() ? "PASS" : "FAIL", seconds(result.time()), testCase.title());
        result.failure().ifPresent(failure -> details(testCase, failure));
        out.flush();
    }

    /** All have ended. */
    public void summary(List<Result> results, String circumstances) {
        long passed = results.stream().filter(Result::passed).count();
        double time = results.stream().mapToDouble(result -> seconds(result.time())).sum();
        out.printf(Locale.ROOT, "%d passed, %d failed in %.1f s (%s)%n",
                passed, results.size() - passed, time, circumstances);
        out.flush();
    }

    private void details(Case testCase, CaseFailure failure) {
        detail("requires", testCase.requirement() + " (" + testCase.level() + ")");
        detail("sent", failure.sent());
        detail("expected", failure.expected());
        detail("received", failure.received());
        detail("rerun", rerunCommand.apply(testCase));
    }

    private void detail(String label, String text) {
        out.printf("      %-9s %s%n", label, text);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
