package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.Case;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on stderr while cases run; none where stderr is no terminal. */
final class CheckProgress implements AutoCloseable {

    private final ProgressBar bar;
    private final Line line = new Line(System.err);

    private CheckProgress(int cases, boolean visible) {
        bar = !visible
                ? null
                : new ProgressBarBuilder()
                        .setTaskName("check")
                        .setInitialMax(cases)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(line)
                        .hideEta()
                        .build();
    }

    /** @param cases how many will run */
    static CheckProgress of(int cases) {
        return new CheckProgress(cases, Terminal.isStderr());
    }

    void starting(Case testCase) {
        if (bar != null) {
            bar.setExtraMessage(testCase.id() + " " + testCase.title());
        }
    }

    /** Prints the result of a case that has ended where the bar was; the bar comes back below it. */
    void finished(Runnable printing) {
        if (bar == null) {
            printing.run();
            return;
        }
        line.replacedBy(printing);
        bar.step();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            line.clear();
        }
    }

    /** The terminal's last line, which holds the bar between results. */
    private static final class Line extends ConsoleProgressBarConsumer {
        private static final String ERASE = "\r\u001b[K";

        private final PrintStream out;

        Line(PrintStream out) {
            super(out);
            this.out = out;
        }

        @Override
        public synchronized void accept(String text) {
            super.accept(text);
        }

        synchronized void replacedBy(Runnable printing) {
            clear();
            printing.run();
        }

        @Override
        public synchronized void clear() {
            out.print(ERASE);
            out.flush();
        }

        /** Erases the bar: the summary that follows says more. */
        @Override
        public void close() {
            clear();
        }
    }
}
