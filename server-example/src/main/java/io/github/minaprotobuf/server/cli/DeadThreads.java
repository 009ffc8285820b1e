package io.github.minaprotobuf.server.cli;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ExitCode;

/**
 * Ends the process when a thread dies that it cannot do without, mostly of a full heap: the sessions of a dead I/O thread
 * would be served by nobody, and nobody would see. Those threads, and the main one, are no daemons. Daemons are helpers
 * (they time frames, compute for TLS, answer JMX): what dies with one concerns a session at most, and a new one takes its
 * place.
 */
record DeadThreads(StandardError err) implements Thread.UncaughtExceptionHandler {

    /** Made beforehand: there may be no memory left to make it. */
    private static final byte[] DIED =
            "echo-server: a thread died, stopping at once\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
        if (thread.isDaemon()) {
            System.err.println("echo-server: the helper thread " + thread.getName() + " died: " + error);
            return;
        }
        try {
            System.err.println("echo-server: " + thread.getName() + ": " + error); // as far as memory goes
        } finally {
            err.halt(DIED, ExitCode.SOFTWARE);
        }
    }
}
