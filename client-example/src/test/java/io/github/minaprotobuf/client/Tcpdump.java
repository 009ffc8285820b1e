package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The program that captures packets, as it runs on the loopback. */
final class Tcpdump implements AutoCloseable {

    private final Process process;

    private Tcpdump(Process process) {
        this.process = process;
    }

    /** Where it is missing, or may not capture, the test is skipped; in CI, it fails. */
    static void require() throws InterruptedException {
        try {
            if (new ProcessBuilder("tcpdump", "--version").start().waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            // it is not there
        }
        missing("tcpdump");
    }

    private static void missing(String what) {
        String message = "needs what is not there: " + what;
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        Assumptions.abort(message);
    }

    /** Captures what passes over that port of the loopback, from the return of this method on. */
    static Tcpdump capture(Path file, int port, String... options) throws IOException, InterruptedException {
        require();
        Path messages = file.resolveSibling("tcpdump.txt");
        ProcessBuilder command = new ProcessBuilder("tcpdump", "-U", "--immediate-mode", "-w", file.toString());
        // Its ring of 2 MiB has a place for each packet that is as long as a packet may be: eight, if nobody says so.
        command.command().addAll(List.of("-s", "4096"));
        command.command().addAll(List.of(options));
        command.command().addAll(List.of("tcp", "port", Integer.toString(port)));
        Process process = command.redirectError(messages.toFile()).start();
        while (!Files.readString(messages).contains("listening on")) {
            if (!process.isAlive()) {
                missing("the right to capture: " + Files.readString(messages));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return new Tcpdump(process);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** What it makes of a file, with all that it can say. */
    static String text(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("tcpdump", "-n", "-vv", "-r", file.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text;
    }

    /** Ends it, once what it has captured is written. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
