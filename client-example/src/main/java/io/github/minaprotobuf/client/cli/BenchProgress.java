package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.bench.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** How a run goes, in one line on stderr that each second overwrites; nothing where stderr is no terminal. */
final class BenchProgress implements RunListener, AutoCloseable {

    private final PrintWriter err;
    private final boolean terminal = Terminal.isStderr();
    private int length;

    BenchProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void at(Duration sinceStart, long replies, long failures) {
        show(String.format(Locale.ROOT, "%d s  %,d replies  %,d failures", sinceStart.toSeconds(), replies, failures));
    }

    /** Leaves no trace of the line. */
    @Override
    public void close() {
        show("");
    }

    private void show(String line) {
        if (terminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, length - line.length())) + (line.isEmpty() ? "\r" : ""));
            err.flush();
            length = line.length();
        }
    }
}
