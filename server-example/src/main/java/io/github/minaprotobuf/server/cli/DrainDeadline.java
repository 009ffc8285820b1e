package io.github.minaprotobuf.server.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ExitCode;

/**
 * Ends the process a moment after its drain timeout, when it has not ended by itself: a handler or parser that is at work
 * cannot be interrupted, and one that fills the heap slows down whatever else wants memory. So this is a thread that waits
 * from the start, and needs none.
 */
final class DrainDeadline {

    /** How long sessions may take to close once they are drained. */
    private static final Duration CLOSING = Duration.ofMillis(500);

    private static final byte[] LATE = "echo-server: a handler or parser is still at work; ending without it\n"
            .getBytes(StandardCharsets.US_ASCII);

    private DrainDeadline() {}

    /** Begins to count when the latch opens. */
    static void start(CountDownLatch stop, Duration drainTimeout, StandardError err) {
        long millis = drainTimeout.plus(CLOSING).toMillis();
        Thread thread = new Thread(() -> haltLate(stop, millis, err), "drain-deadline");
        thread.setDaemon(true);
        thread.start();
    }

    private static void haltLate(CountDownLatch stop, long millis, StandardError err) {
        try {
            stop.await();
            Thread.sleep(millis);
            err.halt(LATE, ExitCode.OK);
        } catch (InterruptedException e) {
            // nobody does
        }
    }
}
