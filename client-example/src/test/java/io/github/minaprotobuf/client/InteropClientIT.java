package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.server.EchoServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The self-contained jar, as a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
class InteropClientIT {

    private static final String JAR = "target/interop-client.jar";

    @TempDir
    private Path directory;

    @Test
    void checkWithoutAPortPassesAgainstTheServerInTheJar() throws Exception {
        Outcome outcome = run("-jar", JAR, "check");

        assertEquals(0, outcome.exitCode(), outcome::toString);
        String lastLine =
                outcome.out().lines().reduce((first, second) -> second).orElseThrow();
        assertTrue(
                lastLine.matches("[0-9]+ passed, 0 failed, 3 not applicable in [0-9.]+ s \\(le32, 127.0.0.1:.*\\)"),
                outcome::toString);
        assertEquals(1, outcome.err().lines().count(), outcome::toString);
    }

    @Test
    void checkOfAClosedPortIsUnreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Outcome outcome = run("-jar", JAR, "check", "--port", Integer.toString(port));

        assertEquals(
                new Outcome(3, "", "interop-client: cannot reach 127.0.0.1:" + port + ": Connection refused\n"),
                outcome);
    }

    @Test
    void theRerunCommandNamesTheJarAsItWasTyped() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(silent.getLocalPort());

            Outcome outcome = run("-jar", JAR, "check", "1.1", "--timeout", "0.2", "--seed", "4", "--port", port);

            assertEquals(1, outcome.exitCode(), outcome::toString);
            assertTrue(
                    outcome.out()
                            .contains("rerun     java -jar " + JAR + " check 1.1 --host 127.0.0.1 --port " + port
                                    + " --format le32 --seed 4\n"),
                    outcome::toString);
        }
    }

    /** The client could not catch the codec's mistakes if it made them too. */
    @Test
    void checkOfAnotherServerLoadsNoClassOfTheCodec() throws Exception {
        Path loaded = directory.resolve("loaded.txt");
        try (EchoServer server = EchoServer.builder().start()) {
            String port = Integer.toString(server.address().getPort());

            Outcome outcome =
                    run("-Xlog:class+load:file=" + loaded, "-jar", JAR, "check", "1", "5.1", "6.1", "--port", port);

            assertEquals(0, outcome.exitCode(), outcome::toString);
        }
        String classes = Files.readString(loaded);
        assertTrue(classes.contains(" io.github.minaprotobuf.client.wire.Connection "));
        assertFalse(classes.contains(" io.github.minaprotobuf.codec."));
        assertFalse(classes.contains(" org.apache.mina."));
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        Outcome outcome = run("-jar", JAR, "--version");

        assertEquals(0, outcome.exitCode());
        assertTrue(outcome.out().matches("interop-client [0-9]+\\.[0-9]+\\.[0-9]+.*\n"), outcome::toString);
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "still running after 120 s: " + command);
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private record Outcome(int exitCode, String out, String err) {}
}
