package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {

    @Test
    void aPortNamesAServerThatRunsAlready() throws IOException {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.VARINT32)) {
            int port = server.getLocalAddress().getPort();

            ClientRun run = ClientRun.of("check 1 --format varint32 --port " + port);

            assertEquals(0, run.exitCode(), run::out);
            assertEquals(Set.of("1.1", "1.2", "1.3", "1.4", "1.5", "1.6"), run.passed());
            assertTrue(run.out().contains("(varint32, 127.0.0.1:" + port + ", seed "), run::out);
        }
    }

    @Test
    void whereNobodyListensItSaysSoInOneLine() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        ClientRun run = ClientRun.of("check --port " + port);

        assertEquals(3, run.exitCode());
        assertEquals("interop-client: cannot reach 127.0.0.1:" + port + ": Connection refused\n", run.err());
        assertEquals("", run.out());
    }

    @Test
    void anUnknownHostCannotBeReached() {
        ClientRun run = ClientRun.of("check --port 9 --host no-such-host.invalid");

        assertEquals(3, run.exitCode());
        assertEquals("interop-client: cannot reach no-such-host.invalid:9: unknown host\n", run.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check --bogus",
                "check 9",
                "check 1.1 2.99",
                "check --format le64",
                "check --port 0",
                "check --port 65536",
                "check --port x",
                "check --host example.org",
                "check --timeout 0",
                "check --timeout 1e9",
                "check --timeout ten",
                "check --seed x",
                "check --max-body 1KiB",
                "check --max-body 2GiB",
                "check --max-body much",
                "check --skip 9",
                "check 1 --skip 1",
                "check --known-failing 9",
                "check --on-malformed ignore",
                "check --json no-such-directory/report.json",
                "check --html target",
                "list 9",
                "list --bogus",
                "bogus",
                ""
            })
    void wrongUsageIsToldInALineAndAHint(String commandLine) {
        ClientRun run = ClientRun.of(commandLine);

        assertEquals(2, run.exitCode(), run::err);
        assertEquals(2, run.err().lines().count(), run::err);
        assertEquals("", run.out());
    }

    @Test
    void aFailureShowsWhatWasSentExpectedAndReceivedAndHowToRunItAgain() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                send(body.length == 0 ? new byte[] {8, 7} : body);
            }
        })) {
            String target = "--host 127.0.0.1 --port " + server.port() + " --format le32 --seed 5";

            ClientRun run = ClientRun.of("check 1.2 " + target);

            assertEquals(1, run.exitCode());
            assertTrue(
                    run.text()
                            .lines()
                            .skip(2)
                            .toList()
                            .containsAll(List.of(
                                    "      sent      1 frame, 4 bytes, in one write",
                                    "      expected  reply 1 of 1: an empty message",
                                    "      received  2 bytes: 08 07 (id: 7)",
                                    "      rerun     java -jar interop-client.jar check 1.2 " + target)),
                    run::out);
            assertTrue(run.out().contains("\nfailed  1.2\n0 passed, 1 failed in "), run::out);
        }
    }

    @Test
    void aServerThatNeverAnswersFailsWhenTheTimeRunsOut() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) {}
        })) {
            ClientRun run = ClientRun.of("check 1.1 7.1 --timeout 0.3 --port " + server.port());

            assertEquals(1, run.exitCode());
            assertEquals(Set.of("1.1", "7.1"), run.failed());
            assertTrue(run.text().contains("received  0 replies, then nothing until the time ran out"), run::out);
        }
    }

    @Test
    void aServerThatStopsReadingFailsWhenTheTimeRunsOut() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                send(body);
                hang();
            }
        })) {
            ClientRun run = ClientRun.of("check 3.3 --timeout 0.5 --port " + server.port());

            assertEquals(1, run.exitCode());
            assertTrue(run.text().contains("then nothing until the time ran out"), run::out);
        }
    }

    @Test
    void aReplyThatStopsInTheMiddleIsShownAsFarAsItCame() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                sendRaw(header(256));
                sendRaw(new byte[100]);
                ended();
            }
        })) {
            ClientRun run = ClientRun.of("check 4.6 --timeout 0.3 --port " + server.port());

            assertTrue(
                    run.text()
                            .contains("received  0 replies, then a header of 00 01 00 00 and 100 of 256 body bytes,"
                                    + " then nothing until the time ran out"),
                    run::out);
        }
    }

    @Test
    void oneSeedSendsTheSameBytesWhetherACaseRunsAloneOrAmongOthers() throws IOException {
        assertEquals(bytesSentLast("check 2.5 --seed 77"), bytesSentLast("check 2.1 2.5 --seed 77"));
        assertNotEquals(bytesSentLast("check 2.5 --seed 77"), bytesSentLast("check 2.5 --seed 78"));
    }

    @Test
    void aSeedIsPrintedEvenWhenNoneWasGiven() {
        ClientRun run = ClientRun.of("check 1.1");

        Matcher onStdout = Pattern.compile("seed ([0-9]+)\\)").matcher(run.out());
        assertTrue(onStdout.find(), run::out);
        assertTrue(run.err().contains("seed " + onStdout.group(1)), run::err);
    }

    @Test
    void helpShowsEveryFormat() {
        ClientRun run = ClientRun.of("check --help");

        assertEquals(0, run.exitCode());
        for (Wire wire : Wire.named()) {
            assertTrue(run.out().contains(wire.toString()), wire::toString);
        }
    }

    private static String bytesSentLast(String commandLine) throws IOException {
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            private final ByteArrayOutputStream mine = new ByteArrayOutputStream();

            @Override
            void received(byte[] body) throws IOException {
                mine.writeBytes(body);
                send(body);
            }

            @Override
            void ended() {
                synchronized (bodies) {
                    bodies.reset();
                    bodies.writeBytes(mine.toByteArray());
                }
            }
        })) {
            assertEquals(
                    0, ClientRun.of(commandLine + " --port " + server.port()).exitCode());
        }
        synchronized (bodies) {
            return HexFormat.of().formatHex(bodies.toByteArray());
        }
    }
}
