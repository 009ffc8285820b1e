package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {

    private static final String BRIEF = "bench --warmup 0.05 ";

    @TempDir
    private Path directory;

    @EachFormat
    void exactlyTheRequestsAskedForAreMeasured(Wire wire) {
        ClientRun run = ClientRun.of(BRIEF + "--requests 700 --connections 3 --pipeline 10 --format " + wire);

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(run.out().startsWith("closed loop, " + wire + ", 127.0.0.1:"), run::out);
        assertTrue(run.out().contains("\nreplies    700 in "), run::out);
        assertTrue(run.out().contains("\nfailures   0\n"), run::out);
        assertEquals("", run.err());
    }

    @Test
    void payloadsOfARangeOfSizesComeBack() {
        ClientRun run = ClientRun.of(BRIEF + "--requests 300 --pipeline 4 --payload-size 0-200KiB --json -");

        assertEquals(0, run.exitCode(), run::err);
        JsonObject sizes = json(run).getAsJsonObject("load").getAsJsonObject("payloadBytes");
        assertEquals(0, sizes.get("smallest").getAsInt());
        assertEquals(200 << 10, sizes.get("largest").getAsInt());
        assertEquals(300, step(run).get("replies").getAsInt());
    }

    @Test
    void aRateIsKept() {
        ClientRun run = ClientRun.of(BRIEF + "--rate 400 --duration 1 --connections 2 --json -");

        assertEquals(0, run.exitCode(), run::err);
        assertEquals(400, step(run).get("replies").getAsInt(), 2);
        assertEquals("open loop", json(run).getAsJsonObject("load").get("mode").getAsString());
    }

    /** Two requests in a thousand are slow when counted from their sending, and hundreds from when they were due. */
    @Test
    void aPauseOfTheServerShowsInTheCorrectedPercentilesOnly() throws IOException {
        ClientRun run = against(
                () -> new Behaviour() {
                    private int count;

                    @Override
                    void received(byte[] body) throws IOException {
                        if (++count == 300) {
                            pause(400);
                        }
                        send(body);
                    }
                },
                "--rate 500 --duration 2 --json -");

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(millis(run, "corrected", "p90") > 100, run::out);
        assertTrue(millis(run, "uncorrected", "p90") < 100, run::out);
    }

    @Test
    void aWrongReplyIsAFailureAndBreaksTheGate() throws IOException {
        Supplier<Behaviour> wrong = () -> new Behaviour() {
            private int count;

            @Override
            void received(byte[] body) throws IOException {
                if (++count % 100 == 0) {
                    body[body.length - 1] ^= 1;
                }
                send(body);
            }
        };

        ClientRun strict = against(wrong, "--requests 1000");
        ClientRun lenient = against(wrong, "--requests 1000 --max-failures 1000000");

        assertEquals(1, strict.exitCode());
        assertTrue(strict.out().contains(", wrong reply "), strict::out);
        assertTrue(strict.err().contains("more than --max-failures 0"), strict::err);
        assertEquals(0, lenient.exitCode(), lenient::err);
    }

    @Test
    void repliesInTheWrongOrderAreWrong() throws IOException {
        ClientRun run = against(
                () -> new Behaviour() {
                    private byte[] held;

                    @Override
                    void received(byte[] body) throws IOException {
                        if (held == null) {
                            held = body;
                        } else {
                            send(body);
                            send(held);
                            held = null;
                        }
                    }
                },
                "--requests 100 --pipeline 2 --timeout 0.5");

        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("wrong reply"), run::out);
    }

    @Test
    void aServerThatStopsAnsweringEndsTheRun() throws IOException {
        ClientRun run = against(
                () -> new Behaviour() {
                    @Override
                    void received(byte[] body) {
                        hang();
                    }
                },
                "--pipeline 7 --timeout 0.3");

        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("\nfailures   7, no reply in time 7\n"), run::out);
        assertTrue(run.err().contains("no reply at all"), run::err);
    }

    @Test
    void aServerThatClosesFailsWhatWaitedForReplies() throws IOException {
        ClientRun run = against(
                () -> new Behaviour() {
                    @Override
                    void received(byte[] body) throws IOException {
                        throw new IOException("closing");
                    }
                },
                "--connections 2 --timeout 2");

        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("\nfailures   2, "), run::out);
    }

    @Test
    void aSlowServerBreaksTheGateOnP99() throws IOException {
        Supplier<Behaviour> slow = () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                pause(20);
                send(body);
            }
        };

        assertEquals(1, against(slow, "--requests 20 --max-p99 10").exitCode());
        assertEquals(0, against(slow, "--requests 20 --max-p99 5000").exitCode());
    }

    @Test
    void reportsGoToFiles() throws IOException {
        Path json = directory.resolve("run.json");
        Path hdr = directory.resolve("run.hgrm");

        ClientRun run = ClientRun.of(BRIEF + "--requests 50 --json " + json + " --hdr-file " + hdr);

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(run.out().contains("replies    50 in "), run::out);
        assertTrue(Files.readString(json).contains("\"closedLoop\": {\n          \"p50\": "));
        assertTrue(Files.readString(hdr).contains("#[Max     = "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--connections 0",
                "--pipeline 0",
                "--io-threads 0",
                "--requests 0",
                "--rate 0",
                "--max-failures -1",
                "--max-p99 0",
                "--rate 2k..1k",
                "--saturate",
                "--saturate --max-p99 5 --rate 1k,2k",
                "--rate 1k,2k --hdr-file run.hgrm",
                "--compare no-such-file.json",
                "--compare pom.xml",
                "--warmup -1",
                "--payload-size 10-5",
                "--payload-size 65MiB",
                "--payload-size ten",
                "--json /no/such/directory/run.json"
            })
    void wrongUsageIsToldInALineAndAHint(String options) {
        ClientRun run = ClientRun.of("bench " + options);

        assertEquals(2, run.exitCode(), run::err);
        assertEquals(2, run.err().lines().count(), run::err);
    }

    @Test
    void whereNobodyListensItIsUnreachable() {
        assertEquals(3, ClientRun.of("bench --port 1").exitCode());
    }

    private static ClientRun against(Supplier<Behaviour> behaviours, String options) throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, behaviours)) {
            return ClientRun.of(BRIEF + "--port " + server.port() + " " + options);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonObject json(ClientRun run) {
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static JsonObject step(ClientRun run) {
        return json(run).getAsJsonArray("steps").get(0).getAsJsonObject();
    }

    private static double millis(ClientRun run, String latency, String percentile) {
        return step(run)
                .getAsJsonObject("latencyMillis")
                .getAsJsonObject(latency)
                .get(percentile)
                .getAsDouble();
    }
}
