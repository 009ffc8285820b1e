package io.github.minaprotobuf.client.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of a peer, as it runs. */
public final class PeerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("listening on [^ ]+:(\\d+) ");
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final Path out;

    private PeerProcess(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    static PeerProcess start(Path directory, List<String> command) throws IOException {
        Path out = Files.createTempFile("peer", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        return new PeerProcess(process, out);
    }

    /** The port that a server listens on, once it says so. */
    public int awaitPort() throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Matcher ready = READY.matcher(Files.readString(out));
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("no server listens within " + START.toSeconds() + " s: " + output());
    }

    /** @throws TimeoutException when it still runs after that time */
    public int awaitExit(Duration time) throws InterruptedException, TimeoutException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("still running after " + time.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** Whether it runs: a server should survive whatever it is sent. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far, on stdout and stderr. */
    public String output() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(out);
    }
}
