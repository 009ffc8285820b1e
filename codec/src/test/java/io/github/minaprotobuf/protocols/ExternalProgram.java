package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program that others wrote, as a real process on this machine: the other side of a test. */
final class ExternalProgram implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    private final Process process;
    private final Path output;

    private ExternalProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** The first of these that is installed. Where none is, the test is skipped; in CI, it fails. */
    static String require(String... names) {
        List<Path> places = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(Path::of)
                .toList(); // Debian's place for servers is not on everybody's path
        return Stream.of(names)
                .flatMap(name -> places.stream().map(place -> place.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseGet(() -> missing(String.join(" or ", names)));
    }

    private static String missing(String names) {
        String message = "needs what is not installed here: " + names;
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        return Assumptions.abort(message);
    }

    /** @param folder where it runs, and where its output goes */
    static ExternalProgram start(Path folder, String... command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        return new ExternalProgram(
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** One that outgoing connections do not take by chance: Linux takes theirs from 32768 up. */
    static int unusedPort() throws IOException {
        for (int attempt = 0; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            try (ServerSocket unused = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return unused.getLocalPort();
            } catch (IOException e) {
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }

    /** Returns when it has printed that text. */
    void awaitOutput(String text) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!output().contains(text)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                fail((process.isAlive() ? "runs" : "ended") + " without having printed \"" + text + "\":\n" + output());
            }
            Thread.sleep(10);
        }
    }

    /** All that it has printed, to either stream. */
    String output() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The failure of a test, with what this program has printed. */
    Throwable explain(Throwable failure) {
        failure.addSuppressed(new AssertionError("the program's output:\n" + output()));
        return failure;
    }

    /** Ends it, and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
