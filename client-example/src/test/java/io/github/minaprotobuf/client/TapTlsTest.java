package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.wire.Tls;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tap that is the other end of TLS for clients, for the server, or for both, and shows what is inside. */
@Timeout(60)
class TapTlsTest {

    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();
    private static final List<String> SEEN = List.of(
            "#1 > @0  06  6 B  Echo id: 1 text: \"hi\"",
            "#1 > end of the stream after 7 bytes",
            "#1 < @0  06  6 B  Echo id: 1 text: \"hi\"",
            "#1 < end of the stream after 7 bytes");

    @TempDir
    private static Path folder;

    private static KeyFiles server;
    private static KeyFiles other;

    @BeforeAll
    static void makeKeys() throws Exception {
        server = KeyFiles.create(folder, "server", "-ext", "san=ip:127.0.0.1");
        other = KeyFiles.create(folder, "other", "-ext", "san=ip:127.0.0.1");
    }

    private static ProtobufAcceptor tlsServer() throws Exception {
        SSLContext context = server.serverContext(other);
        return InProcessServer.start(Wire.VARINT32, acceptor -> acceptor.tls(context));
    }

    private static RunningTap tap(ProtobufAcceptor server, String options) throws InterruptedException {
        return RunningTap.once(server.getLocalAddress().getPort(), "--echo --format varint32 " + options);
    }

    private static Socket trusting(KeyFiles authority, int port) throws IOException {
        return Tls.of(authority.certificate(), null, null, null, false)
                .secure(new Socket(InetAddress.getLoopbackAddress(), port), "127.0.0.1");
    }

    private static void talk(Socket client) throws IOException {
        HI.writeDelimitedTo(client.getOutputStream());
        assertEquals(HI, Echo.parseDelimitedFrom(client.getInputStream()));
        client.shutdownOutput();
        assertEquals(-1, client.getInputStream().read());
    }

    private static void assertSeen(RunningTap tap) throws InterruptedException {
        List<String> lines = tap.lines();
        assertEquals(
                SEEN,
                Stream.of(">", "<")
                        .flatMap(side -> lines.stream().filter(line -> line.startsWith("#1 " + side)))
                        .toList(),
                tap::output);
    }

    @Test
    void aClientInPlainTextIsTakenToAServerOverTls() throws Exception {
        try (ProtobufAcceptor acceptor = tlsServer();
                RunningTap tap = tap(acceptor, "--tls --cacert " + server.certificate())) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                talk(client);
            }
            assertSeen(tap);
        }
    }

    @Test
    void aClientOverTlsIsTakenToAServerInPlainText() throws Exception {
        String options = "--listen-tls --listen-cert " + other.certificate() + " --listen-key " + other.key();
        try (ProtobufAcceptor acceptor = InProcessServer.start(Wire.VARINT32);
                RunningTap tap = tap(acceptor, options)) {
            try (Socket client = trusting(other, tap.port())) {
                talk(client);
            }
            assertSeen(tap);
        }
    }

    @Test
    void bothMaySpeakTlsAndACertificateIsMadeWhereNoneIsGiven() throws Exception {
        try (ProtobufAcceptor acceptor = tlsServer();
                RunningTap tap = new RunningTap(
                        acceptor.getLocalAddress().getPort(), "--format varint32 --tls --insecure --listen-tls")) {
            ClientRun run =
                    ClientRun.of("send --json {\"id\":\"1\"} --format varint32 --tls --insecure --port " + tap.port());

            assertEquals(0, run.exitCode(), run::err);
            tap.awaitLine("#2 < @0  02  2 B  1: 1");
        }
    }

    @Test
    void aServerThatIsNotTrustedIsTold() throws Exception {
        try (ProtobufAcceptor acceptor = tlsServer();
                RunningTap tap = tap(acceptor, "--tls --cacert " + other.certificate())) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                assertEquals(-1, client.getInputStream().read());
            }
            assertTrue(tap.lines().get(1).startsWith("#1 cannot connect to the target: "), tap::output);
        }
    }

    @Test
    void aClientThatDoesNotTrustTheTapIsTold() throws Exception {
        try (ProtobufAcceptor acceptor = InProcessServer.start(Wire.VARINT32);
                RunningTap tap = tap(acceptor, "--listen-tls")) {
            assertThrows(IOException.class, () -> trusting(other, tap.port()).close());

            assertTrue(tap.lines().get(1).startsWith("#1 no TLS with the client: "), tap::output);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--listen-cert x",
                "--listen-tls --listen-cert x",
                "--listen-tls --listen-cert nowhere.pem --listen-key nowhere.key",
                "--cacert x",
            })
    void optionsThatBelongTogetherAreAskedFor(String options) {
        assertEquals(
                2,
                ClientRun.of("tap --listen 0 --target 127.0.0.1:1 " + options).exitCode());
    }
}
