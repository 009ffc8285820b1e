package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several rates in one run, the search for the highest, a comparison of two runs, and all of it over TLS. */
class BenchStepsTest {

    private static final String BRIEF = "bench --warmup 0 --duration 0.2 ";

    @TempDir
    private Path directory;

    @Test
    void eachRateIsARowOfOneTable() {
        ClientRun run = ClientRun.of(BRIEF + "--rate 50..200");

        assertEquals(0, run.exitCode(), run::err);
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.get(0).startsWith("open loop, le32, 127.0.0.1:"), run::out);
        assertTrue(lines.get(0).contains(": 1 connection, "), run::out);
        assertTrue(lines.get(2).matches(" +rate asked +reached +p50 +p99 +p99.9 +max +failures"), run::out);
        assertTrue(lines.get(3).matches(" +50.0 +[0-9.]+( +[0-9.]+){4} +0"), run::out);
        assertTrue(lines.get(4).matches(" +100 .*"), run::out);
        assertTrue(lines.get(5).matches(" +200 .*"), run::out);
        assertEquals(6, lines.size(), run::out);
    }

    @Test
    void aStepThatBreaksAGateIsNamed() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> answeringWithin(20))) {
            ClientRun run = ClientRun.of(BRIEF + "--rate 10,20 --max-p99 5 --port " + server.port());

            assertEquals(1, run.exitCode(), run::out);
            assertTrue(run.err().contains("bench: at 10.0 a second: p99 of "), run::err);
            assertTrue(run.err().contains("bench: at 20.0 a second: p99 of "), run::err);
        }
    }

    /** At most 200 replies a second on one connection that waits for each. */
    @Test
    void theSearchEndsAtARateThatTheServerHolds() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> answeringWithin(5))) {
            ClientRun run = ClientRun.of(BRIEF + "--saturate --rate 60 --max-p99 60 --json - --port " + server.port());

            assertEquals(0, run.exitCode(), run::err);
            JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
            double found =
                    report.getAsJsonObject("saturation").get("ratePerSecond").getAsDouble();
            assertTrue(found < 500, () -> "found " + found);
            assertTrue(run.err().contains(" too much\n"), run::err);
            assertTrue(run.err().contains("found "), run::err);
            assertTrue(report.getAsJsonArray("steps").size() > 2, run::out);
        }
    }

    @Test
    void aServerThatHoldsNoRateFailsTheSearch() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> answeringWithin(20))) {
            ClientRun run = ClientRun.of(BRIEF + "--saturate --rate 5 --max-p99 1 --port " + server.port());

            assertEquals(1, run.exitCode(), run::out);
            assertTrue(run.out().contains("found no rate with a p99 of at most 1 ms\n"), run::out);
        }
    }

    @Test
    void aRunIsComparedWithASavedOneOfTheSameLoad() {
        Path saved = directory.resolve("saved.json");
        ClientRun.of(BRIEF + "--rate 50,100 --json " + saved);

        ClientRun run = ClientRun.of(BRIEF + "--rate 50,100 --compare " + saved);

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(run.out().contains("\nratios to " + saved + " (127.0.0.1:"), run::out);
        assertTrue(run.out().lines().toList().get(7).matches(" +50.0 +[0-9]\\.[0-9]{3}( +[0-9.]+){4}"), run::out);
    }

    @Test
    void aRunOfAnotherLoadIsNotComparedAndSaysWhatDiffers() {
        Path saved = directory.resolve("saved.json");
        ClientRun.of(BRIEF + "--json " + saved);

        ClientRun run =
                ClientRun.of(BRIEF + "--connections 3 --format be32 --payload-size 20 --rate 9 --compare " + saved);

        assertEquals(2, run.exitCode(), run::out);
        assertTrue(
                run.err()
                        .contains(saved + " is of another load: format is le32 there, be32 here; mode is closed loop"
                                + " there, open loop here; --connections is 1 there, 3 here; --payload-size is 10 bytes"
                                + " there, 20 bytes here; --rate is [] there, [9.0] here"),
                run::err);
    }

    @Test
    void aRunOfAnotherSchemaIsNotCompared() throws IOException {
        Path saved = directory.resolve("saved.json");
        ClientRun.of(BRIEF + "--json " + saved);
        Files.writeString(saved, Files.readString(saved).replace("\"schemaVersion\": 1", "\"schemaVersion\": 7"));

        ClientRun run = ClientRun.of(BRIEF + "--compare " + saved);

        assertEquals(2, run.exitCode(), run::out);
        assertTrue(run.err().contains("has schemaVersion 7, and this client compares 1"), run::err);
    }

    @Test
    void aServerInProcessIsMeasuredOverTls() {
        ClientRun run = ClientRun.of(BRIEF + "--tls --connections 3 --pipeline 200");

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(run.out().contains(" over TLS: 3 connections, up to 200 under way on each"), run::out);
        assertTrue(run.out().contains("\nfailures   0\n"), run::out);
    }

    @Test
    void overTlsTheNameIsAskedForAndVerified() throws Exception {
        KeyFiles keys = KeyFiles.create(directory, "server", "-ext", "san=dns:elsewhere.example");
        SSLContext context = keys.serverContext(keys);
        try (ProtobufAcceptor server = InProcessServer.start(Wire.LE32, acceptor -> acceptor.tls(context))) {
            String trusting = BRIEF + "--tls --cacert " + keys.certificate() + " --port "
                    + server.getLocalAddress().getPort();

            ClientRun named = ClientRun.of(trusting + " --sni elsewhere.example --rate 50");
            ClientRun unnamed = ClientRun.of(trusting);

            assertEquals(0, named.exitCode(), named::err);
            assertTrue(named.out().contains("\nfailures   0\n"), named::out);
            assertEquals(3, unnamed.exitCode(), unnamed::out);
            assertFalse(unnamed.err().isEmpty());
        }
    }

    private static Behaviour answeringWithin(int millis) {
        return new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                try {
                    TimeUnit.MILLISECONDS.sleep(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                send(body);
            }
        };
    }
}
