package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.server.Count;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** A run's outcome for people: all that there is of one step, or a table with a row for each of several. */
public final class BenchText {

    private final Plan plan;
    private final PrintWriter out;

    public BenchText(Plan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    /** The only step. */
    public void single(Step step) {
        Outcome outcome = step.outcome();
        String rate =
                step.rate().isPresent() ? ", " + Rates.format(step.rate().getAsDouble()) + " requests a second" : "";
        out.println(load(plan.mode() + rate));
        out.printf(
                Locale.ROOT,
                "replies    %,d in %.2f s: %,.0f a second, %.2f MiB/s each way%n",
                outcome.replies(),
                outcome.seconds(),
                outcome.repliesPerSecond(),
                outcome.bytesPerSecond() / (1 << 20));
        out.printf(Locale.ROOT, "failures   %,d%s%n", outcome.failureCount(), failures(outcome));
        out.printf(
                "latency, ms   %s    mean%n",
                Percentile.ALL.stream().map(it -> String.format("%8s", it)).collect(Collectors.joining()));
        if (step.rate().isPresent()) {
            out.println("  corrected   " + row(outcome.sinceIntended()));
            out.println("  uncorrected " + row(outcome.sinceSent()));
            out.println("corrected: from the time each was meant to be sent; uncorrected: from its sending");
        } else {
            out.println("  closed loop " + row(outcome.sinceSent()));
            out.println("slow replies delay the requests behind them: --rate has the latency of a schedule");
        }
        out.flush();
    }

    /** The head of a table of steps. */
    public void head() {
        out.println(load(plan.mode()));
        out.println("latency in ms, from the time each request was meant to be sent");
        out.println(StepTable.head("failures"));
        out.flush();
    }

    /**
     * A step that has ended.
     *
     * @param remark what stands behind its row
     */
    public void row(Step step, String remark) {
        Outcome outcome = step.outcome();
        String row = StepTable.row(
                step.asked(),
                StepTable.rate(outcome.repliesPerSecond()),
                Percentile.OF_STEPS.stream()
                        .map(it -> StepTable.millis(step.millisAt(it.value())))
                        .toList(),
                String.format(Locale.ROOT, "%,d", outcome.failureCount()));
        out.println((row + failures(outcome) + "  " + remark).stripTrailing());
        out.flush();
    }

    /** What a search has found. */
    public void found(Saturation saturation) {
        String most = "a p99 of at most " + Rates.format(saturation.maxP99Millis()) + " ms";
        out.println(
                saturation.ratePerSecond() == null
                        ? "found no rate with " + most
                        : "found " + StepTable.rate(saturation.ratePerSecond()) + " a second, with " + most);
        out.flush();
    }

    /** How the run relates to another. */
    public void compared(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    private String load(String mode) {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s%s: %s, up to %,d under way on each, %s",
                mode,
                plan.target().wire(),
                plan.target().address(),
                plan.target().tls().isPresent() ? " over TLS" : "",
                Count.of(plan.connections(), "connection"),
                plan.pipeline(),
                plan.request()
                        .map(body -> "a request of " + Count.of(body.size(), "byte"))
                        .orElseGet(() -> "payload " + plan.payload()));
    }

    private static String failures(Outcome outcome) {
        return outcome.failures().entrySet().stream()
                .map(failure -> ", " + failure.getKey() + " " + failure.getValue())
                .collect(Collectors.joining());
    }

    private static String row(Histogram latency) {
        return DoubleStream.concat(
                        Percentile.ALL.stream().mapToDouble(it -> Step.millis(latency, it.value())),
                        DoubleStream.of(Step.meanMillis(latency)))
                .mapToObj(millis -> String.format("%8s", StepTable.millis(millis)))
                .collect(Collectors.joining());
    }
}
