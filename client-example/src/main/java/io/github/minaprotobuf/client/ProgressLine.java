package io.github.minaprotobuf.client;

import io.github.minaprotobuf.client.bench.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How a run goes, in one line on stderr that each second overwrites; nothing where stderr is no terminal. */
final class ProgressLine implements Progress, AutoCloseable {

    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private final PrintWriter err;
    private final boolean terminal = isTerminal();
    private int length;

    ProgressLine(PrintWriter err) {
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

    /** Java can tell of stdin and stdout together only; Linux of each. */
    @SuppressWarnings("SystemConsoleNull") // Java 22 to 24 always say yes: at worst, a line of progress in a file
    private static boolean isTerminal() {
        try {
            String stderr = Files.readSymbolicLink(STDERR).toString();
            return stderr.startsWith("/dev/pts/") || stderr.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
