package io.github.minaprotobuf.transport;

import static io.github.minaprotobuf.transport.Client.message;
import static io.github.minaprotobuf.transport.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.minaprotobuf.codec.TestCertificates;
import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.mina.filter.ssl.SslFilter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A ProtobufAcceptor over TLS")
@Timeout(60)
class TlsTest {

    @TempDir
    private static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void createKeys() throws Exception {
        context = TestCertificates.contextIn(folder);
    }

    static SSLSocket secure(SSLContext context, Socket plain, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private static Client connect(EchoAcceptor server, String protocol) throws Exception {
        Socket plain =
                new Socket(server.address().getAddress(), server.address().getPort());
        return new Client(secure(context, plain, protocol));
    }

    private static Sample[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(Client::message).toArray(Sample[]::new);
    }

    static void requireReply(Client client) throws IOException {
        if (client.exchange(message(1)) == null) {
            throw new IOException("closed without a reply");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void many_replies_to_one_read_all_arrive_in_order(String protocol) throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context));
                Client client = connect(server, protocol)) {
            client.send(numbered(5_000));
            for (Sample expected : numbered(5_000)) {
                assertEquals(expected, client.reply());
            }
            assertEquals(protocol, ((SSLSocket) client.socket()).getSession().getProtocol());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void large_replies_wait_for_a_slow_reader_and_all_arrive(String protocol) throws Exception {
        try (EchoAcceptor server =
                        EchoAcceptor.start(secured -> secured.tls(context).writeHighWatermark(100_000));
                Client client = connect(server, protocol)) {
            List<Sample> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(ofPayload(i, 1 << 20));
            }
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.send(sent.toArray(Sample[]::new));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.standstill("reading", Duration.ofMillis(500), server.statistics()::framesDecoded);
            for (Sample expected : sent) {
                assertEquals(expected, client.reply());
            }
            sending.get();
        }
    }

    /** MINA's filter calls itself for each record: a large read of small ones would overflow the I/O thread's stack. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_frame_in_records_of_one_byte_that_all_arrive_at_once(String protocol) throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context));
                CorkedSocket plain = new CorkedSocket(server.address());
                Client client = new Client(secure(context, plain, protocol))) {
            requireReply(client);
            Sample large = ofPayload(1, 60_000);
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
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context));
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
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context));
                Socket plain = new Socket(
                        server.address().getAddress(), server.address().getPort());
                Client client = new Client(secure(context, plain, protocol))) {
            client.send(numbered(1_000));
            client.send(ofPayload(1, 4 << 20));
            plain.shutdownOutput();
            List<Sample> replies = client.repliesUntilEnd();
            assertEquals(1_001, replies.size());
            assertEquals(List.of(numbered(1_000)), replies.subList(0, 1_000));
        }
    }

    @Test
    void in_TLS_1_3_the_goodbye_of_a_client_closes_one_direction_only() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context));
                Client client = connect(server, "TLSv1.3")) {
            client.send(numbered(1_000));
            client.halfClose();
            assertEquals(List.of(numbered(1_000)), client.repliesUntilEnd());
        }
    }

    /** What was read before the goodbye waits for the replies to leave, and has to come before it all the same. */
    @RepeatedTest(30)
    void in_TLS_1_3_a_goodbye_right_behind_large_frames_costs_no_reply() throws Exception {
        Sample[] large = {ofPayload(1, 1 << 20), ofPayload(2, 1 << 20), ofPayload(3, 1 << 20), ofPayload(4, 1 << 20)};
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context));
                Client client = connect(server, "TLSv1.3")) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.send(large);
                    client.halfClose();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertEquals(List.of(large), client.repliesUntilEnd());
            sending.get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void the_JDKs_parameters_ask_clients_for_a_certificate(String protocol) throws Exception {
        SSLContext anonymous = SSLContext.getInstance("TLS");
        anonymous.init(null, TestCertificates.trustOf(folder), null);
        SSLParameters parameters = new SSLParameters();
        parameters.setNeedClientAuth(true);
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context, parameters));
                Client known = connect(server, protocol);
                Socket plain = new Socket(
                        server.address().getAddress(), server.address().getPort());
                Client unknown = new Client(secure(anonymous, plain, protocol))) {
            requireReply(known);
            assertThrows(IOException.class, () -> requireReply(unknown));
        }
    }

    /** The threads that MINA has for what a handshake computes, of which there are two. */
    private static final class ComputingThreads extends SslFilter {
        private final CountDownLatch done = new CountDownLatch(1);

        private ComputingThreads() throws Exception {
            super(SSLContext.getDefault());
        }

        private void occupy() {
            for (int i = 0; i < 2; i++) {
                EXECUTOR.execute(() -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }

        private void release() {
            done.countDown();
        }
    }

    /** Calls back when the server's part of the handshake has come, before the client's own certificate goes. */
    private static final class Hook extends X509ExtendedTrustManager {
        private final Runnable action;

        private Hook(Runnable action) {
            this.action = action;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            action.run();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** MINA keeps it all, and then calls itself for each record, until the stack of that thread overflows: keys are lost. */
    @Test
    void what_comes_while_a_handshake_waits_to_be_computed_loses_nothing() throws Exception {
        ComputingThreads threads = new ComputingThreads();
        SSLContext hooked = TestCertificates.contextIn(folder, new Hook(threads::occupy));
        SSLParameters parameters = new SSLParameters();
        parameters.setNeedClientAuth(true);
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context, parameters));
                Socket plain = new Socket(
                        server.address().getAddress(), server.address().getPort());
                Client client = new Client(secure(hooked, plain, "TLSv1.3"))) {
            SSLSocket socket = (SSLSocket) client.socket();
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    while (sent.incrementAndGet() < 9_000) {
                        socket.startHandshake(); // but for the first one, a KeyUpdate
                    }
                    client.send(message(1));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.until("KeyUpdates go out", () -> sent.get() > 1);
            Await.standstill("sending", Duration.ofMillis(500), sent::get);
            threads.release();
            assertEquals(message(1), client.reply());
            sending.get();
        } finally {
            threads.release();
        }
    }

    @Test
    void versions_before_1_2_are_not_spoken_unless_asked_for() throws Exception {
        SSLParameters old = new SSLParameters(null, new String[] {"TLSv1.2"});
        try (EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context, old));
                Client client = connect(server, "TLSv1.3")) {
            assertThrows(IOException.class, () -> requireReply(client));
        }
    }

    @Test
    void closing_drains_over_TLS_too() throws Exception {
        EchoAcceptor server = EchoAcceptor.start(secured -> secured.tls(context));
        try (Client client = connect(server, "TLSv1.3")) {
            client.send(numbered(500));
            Await.until("all have come", () -> server.statistics().framesDecoded() == 500);
            server.drainAndClose(Duration.ofSeconds(20));
            assertEquals(List.of(numbered(500)), client.repliesUntilEnd());
        }
    }
}
