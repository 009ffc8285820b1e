package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.cli.ClientCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tap in a thread of this process, on a free port of the loopback. */
final class RunningTap implements AutoCloseable {

    private static final Pattern TAPPING = Pattern.compile("tapping 127\\.0\\.0\\.1:(\\d+) for ");
    private static final String TIME = "^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

    private final StringWriter out = new StringWriter();
    private final Thread thread;
    private final int port;

    /** @param target a port of the loopback */
    RunningTap(int target, String options) throws InterruptedException {
        String line = "tap --listen 0 --target 127.0.0.1:" + target + " " + options;
        thread = new Thread(() -> ClientCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute(line.strip().split(" +")));
        thread.setDaemon(true);
        thread.start();
        Matcher tapping = TAPPING.matcher("");
        while (!tapping.reset(output()).find()) {
            assertTrue(thread.isAlive(), "the tap has ended");
            TimeUnit.MILLISECONDS.sleep(5);
        }
        port = Integer.parseInt(tapping.group(1));
    }

    /** One that ends with its first connection. */
    static RunningTap once(int target, String options) throws InterruptedException {
        return new RunningTap(target, options + " --once");
    }

    int port() {
        return port;
    }

    String output() {
        return out.toString();
    }

    /** Waits for such a line, given without its time. */
    void awaitLine(String line) throws InterruptedException {
        while (!linesSoFar().contains(line)) {
            assertTrue(thread.isAlive(), () -> "the tap has ended without '" + line + "': " + output());
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** What it has printed, with the times, once it has ended. */
    List<String> timedLines() throws InterruptedException {
        thread.join();
        return output().lines().skip(1).toList();
    }

    /** The same without the times. */
    List<String> lines() throws InterruptedException {
        thread.join();
        return linesSoFar();
    }

    private List<String> linesSoFar() {
        return output().lines().skip(1).map(line -> line.replaceFirst(TIME, "")).toList();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
