package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The self-contained jar, as a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
class InteropClientIT {

    private static final String JAR = ClientProcess.JAR;

    @TempDir
    private Path directory;

    @Test
    void checkWithoutAPortPassesAgainstTheServerInTheJar() throws Exception {
        ClientProcess outcome = run("-jar", JAR, "check");

        assertEquals(0, outcome.exitCode(), outcome::toString);
        assertTrue(
                outcome.out()
                        .matches("(?s).*\n[0-9]+ passed, 0 failed, 3 not applicable in [0-9.]+ s"
                                + "\\s\\(le32, 127.0.0.1:[^\n]*\\)\n"),
                outcome::toString);
        assertEquals(1, outcome.err().lines().count(), outcome::toString);
    }

    @Test
    void checkOfAClosedPortIsUnreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        ClientProcess outcome = run("-jar", JAR, "check", "--port", Integer.toString(port));

        assertEquals(
                new ClientProcess(3, "", "interop-client: cannot reach 127.0.0.1:" + port + ": Connection refused\n"),
                outcome);
    }

    @Test
    void theRerunCommandNamesTheJarAsItWasTyped() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(silent.getLocalPort());

            ClientProcess outcome = run("-jar", JAR, "check", "1.1", "--timeout", "0.2", "--seed", "4", "--port", port);

            assertEquals(1, outcome.exitCode(), outcome::toString);
            assertTrue(
                    outcome.out()
                            .replaceAll(" \\\\\n +", " ")
                            .contains("rerun     java -jar " + JAR + " check 1.1 --timeout 0.2 --seed 4 --port " + port
                                    + "\n"),
                    outcome::toString);
        }
    }

    /** The client could not catch the codec's mistakes if it made them too. */
    @Test
    void checkOfAnotherServerLoadsNoClassOfTheCodec() throws Exception {
        Path loaded = directory.resolve("loaded.txt");
        try (ProtobufAcceptor server = InProcessServer.start(Wire.LE32)) {
            String port = Integer.toString(server.getLocalAddress().getPort());

            ClientProcess outcome =
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
        ClientProcess outcome = run("-jar", JAR, "--version");

        assertEquals(0, outcome.exitCode());
        assertTrue(outcome.out().matches("interop-client [0-9]+\\.[0-9]+\\.[0-9]+.*\n"), outcome::toString);
    }

    private ClientProcess run(String... arguments) throws IOException, InterruptedException {
        return ClientProcess.run(directory, Map.of(), arguments);
    }
}
