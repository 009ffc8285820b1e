package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static io.github.minaprotobuf.server.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.server.TlsSettings.ClientAuth;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The echo server over TLS")
@Timeout(60)
class TlsTest {

    @TempDir
    private static Path folder;

    private static TestKeys keys;

    @BeforeAll
    static void createKeys() throws Exception {
        keys = new TestKeys(folder).create("server").create("client").create("stranger");
    }

    private static EchoServerBuilder server(ClientAuth clientAuth) {
        return EchoServer.builder()
                .format(WireFormat.VARINT32)
                .tls(keys.settings("server", clientAuth, clientAuth == ClientAuth.NONE ? null : "client"));
    }

    static SSLSocket secure(SSLContext context, Socket plain, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private static Client connect(EchoServer server, String protocol) throws Exception {
        Socket plain =
                new Socket(server.address().getAddress(), server.address().getPort());
        return new Client(secure(keys.clientContext("server", null), plain, protocol));
    }

    private static Echo[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(Client::message).toArray(Echo[]::new);
    }

    static void requireReply(Client client) throws IOException {
        if (client.exchange(message(1)) == null) {
            throw new IOException("closed without a reply");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void many_replies_to_one_read_all_arrive_in_order(String protocol) throws Exception {
        try (EchoServer server = server(ClientAuth.NONE).start();
                Client client = connect(server, protocol)) {
            client.send(numbered(5_000));
            for (Echo expected : numbered(5_000)) {
                assertEquals(expected, client.reply());
            }
            assertEquals(protocol, ((SSLSocket) client.socket()).getSession().getProtocol());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void large_replies_wait_for_a_slow_reader_and_all_arrive(String protocol) throws Exception {
        try (EchoServer server =
                        server(ClientAuth.NONE).writeHighWatermark(100_000).start();
                Client client = connect(server, protocol)) {
            List<Echo> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(ofPayload(i, 1 << 20));
            }
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.send(sent.toArray(Echo[]::new));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.standstill("reading", Duration.ofMillis(500), server.statistics()::framesDecoded);
            for (Echo expected : sent) {
                assertEquals(expected, client.reply());
            }
            sending.get();
        }
    }

    /** MINA's filter calls itself for each record: a large read of small ones would overflow the I/O thread's stack. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_frame_in_records_of_one_byte_that_all_arrive_at_once(String protocol) throws Exception {
        try (EchoServer server = server(ClientAuth.NONE).start();
                CorkedSocket plain = new CorkedSocket(server.address());
                Client client = new Client(secure(keys.clientContext("server", null), plain, protocol))) {
            requireReply(client);
            Echo large = ofPayload(1, 60_000);
            plain.cork();
            for (byte each : Client.frames(large)) {
                client.send(each);
            }
            plain.uncork();
            assertEquals(large, client.reply());
        }
    }

    /** As the one before, but before the handshake: anybody can. */
    @Test
    void a_hello_in_records_of_one_byte_that_does_not_end() throws Exception {
        byte[] hello = new byte[32_000];
        hello[0] = 1; // a client's hello
        hello[2] = (byte) (hello.length >> 8);
        ByteBuffer records = ByteBuffer.allocate(6 * hello.length);
        for (byte each : hello) {
            records.put(new byte[] {22, 3, 3, 0, 1, each});
        }
        try (EchoServer server = server(ClientAuth.NONE).start();
                Client hostile = Client.connect(server);
                Client other = connect(server, "TLSv1.3")) {
            hostile.send(records.array());
            requireReply(other);
        }
    }

    /** Without TLS's goodbye, which in 1.2 means that no replies are wanted any more. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_that_half_closes_its_socket_gets_all_replies_and_a_goodbye(String protocol) throws Exception {
        try (EchoServer server = server(ClientAuth.NONE).start();
                Socket plain = new Socket(
                        server.address().getAddress(), server.address().getPort());
                Client client = new Client(secure(keys.clientContext("server", null), plain, protocol))) {
            client.send(numbered(1_000));
            client.send(ofPayload(1, 4 << 20));
            plain.shutdownOutput();
            List<Echo> replies = client.repliesUntilEnd();
            assertEquals(1_001, replies.size());
            assertEquals(List.of(numbered(1_000)), replies.subList(0, 1_000));
        }
    }

    @Test
    void in_TLS_1_3_the_goodbye_of_a_client_closes_one_direction_only() throws Exception {
        try (EchoServer server = server(ClientAuth.NONE).start();
                Client client = connect(server, "TLSv1.3")) {
            client.send(numbered(1_000));
            client.halfClose();
            assertEquals(List.of(numbered(1_000)), client.repliesUntilEnd());
        }
    }

    @Test
    void a_client_certificate_is_asked_for_and_verified() throws Exception {
        try (EchoServer server = server(ClientAuth.NEED).start()) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                for (String own : new String[] {"client", "stranger", null}) {
                    Socket plain = new Socket(
                            server.address().getAddress(), server.address().getPort());
                    try (Client client = new Client(secure(keys.clientContext("server", own), plain, protocol))) {
                        if ("client".equals(own)) {
                            assertEquals(message(1), client.exchange(message(1)));
                        } else {
                            assertThrows(IOException.class, () -> requireReply(client), protocol + " " + own);
                        }
                    }
                }
            }
        }
    }

    @Test
    void closing_drains_over_TLS_too() throws Exception {
        EchoServer server = server(ClientAuth.NONE).start();
        try (Client client = connect(server, "TLSv1.3")) {
            client.send(numbered(500));
            Await.until("all have come", () -> server.statistics().framesDecoded() == 500);
            server.close();
            assertEquals(List.of(numbered(500)), client.repliesUntilEnd());
        }
    }

    @Test
    void a_password_that_does_not_open_the_keystore_is_told_with_the_file_and_not_the_password() {
        TlsSettings wrong = new TlsSettings(
                keys.keystore("server"),
                "a wrong one",
                ClientAuth.NONE,
                Optional.empty(),
                TlsSettings.DEFAULT_VERSIONS);
        IOException e = assertThrows(
                IOException.class, () -> EchoServer.builder().tls(wrong).start());
        assertTrue(e.getMessage().contains("server.p12"), e.getMessage());
        assertTrue(!(e.getMessage() + wrong).contains("a wrong one"), e.getMessage());
    }
}
