package io.github.minaprotobuf.transport;

import static io.github.minaprotobuf.transport.Client.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.TestCertificates;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A ProtobufAcceptor and peers that send small frames and do not read")
@Timeout(60)
class PeersThatDoNotReadTest {

    private static final int FRAMES = 50_000;
    private static final int HIGH = 256 << 10;

    /** What a write of no bytes costs at least, in the filter's count. */
    private static final int COST = 300;

    /** Of TLS, on their way: MINA's count has them beside the writes that they are of. */
    private static final int RECORDS = 256;

    @TempDir
    private static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void createKeys() throws Exception {
        context = TestCertificates.contextIn(folder);
    }

    enum Layer {
        PLAIN,
        TLS_1_2,
        TLS_1_3;

        EchoAcceptor start() throws IOException {
            EchoAcceptor server = EchoAcceptor.start(limits -> {
                limits.writeHighWatermark(HIGH);
                if (this != PLAIN) {
                    limits.tls(context);
                }
            });
            server.acceptor().getSessionConfig().setSendBufferSize(16 << 10);
            return server;
        }

        Client connect(EchoAcceptor server) throws IOException {
            Socket plain = new Socket();
            plain.setReceiveBufferSize(32 << 10);
            plain.connect(server.address());
            return new Client(
                    this == PLAIN ? plain : TlsTest.secure(context, plain, this == TLS_1_2 ? "TLSv1.2" : "TLSv1.3"));
        }
    }

    /** Small, and each another one; their replies are the same bytes. */
    private static final byte[] STREAM = Client.frames(IntStream.range(0, FRAMES)
            .mapToObj(id -> Sample.newBuilder().setId(id).build())
            .toArray(Sample[]::new));

    private static CompletableFuture<Void> sendAll(Client client) {
        return inBackground(() -> client.send(STREAM));
    }

    private interface Action {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> inBackground(Action action) {
        return CompletableFuture.runAsync(() -> {
            try {
                action.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static IoSession onlySession(EchoAcceptor server) {
        return server.acceptor().getManagedSessions().values().iterator().next();
    }

    private static void awaitHeld(EchoAcceptor server) throws Exception {
        Await.until("a session", () -> server.connections() == 1);
        Await.until("reads are held", () -> WriteBackpressureFilter.holdsReads(onlySession(server)));
        Await.standstill("decoding", Duration.ofMillis(200), server.statistics()::framesDecoded);
    }

    private static void assertAllReplies(Client client) throws IOException {
        assertArrayEquals(STREAM, client.input().readNBytes(STREAM.length));
    }

    private static void assertNothingIsLeft(EchoAcceptor server) throws Exception {
        Await.until("nothing is retained", () -> server.statistics().retainedBytes() == 0);
        Await.until("nothing waits", () -> onlySession(server).getScheduledWriteMessages() == 0);
        Await.until("reads go on", () -> !onlySession(server).isReadSuspended());
        assertEquals(0, onlySession(server).getScheduledWriteBytes());
    }

    @ParameterizedTest
    @EnumSource
    void are_stopped_in_the_middle_of_a_read_and_then_get_every_reply_in_order(Layer layer) throws Exception {
        try (EchoAcceptor server = layer.start();
                Client client = layer.connect(server)) {
            CompletableFuture<Void> sending = sendAll(client);
            awaitHeld(server);
            IoSession session = onlySession(server);
            assertTrue(
                    session.getScheduledWriteMessages() <= HIGH / COST + 64 + RECORDS,
                    () -> session.getScheduledWriteMessages() + " messages of " + session.getScheduledWriteBytes()
                            + " bytes wait");
            assertTrue(server.statistics().framesDecoded() < FRAMES / 2);
            assertAllReplies(client);
            sending.get(10, TimeUnit.SECONDS);
            assertNothingIsLeft(server);
        }
    }

    @ParameterizedTest
    @EnumSource
    void get_every_reply_from_handlers_in_other_threads_too(Layer layer) throws Exception {
        ExecutorFilter threads = new ExecutorFilter(4);
        try (EchoAcceptor server = layer.start()) {
            server.acceptor().getFilterChain().addLast("threads", threads);
            try (Client client = layer.connect(server)) {
                CompletableFuture<Void> sending = sendAll(client);
                Await.until("decoding", () -> server.statistics().framesDecoded() > 0);
                assertAllReplies(client);
                sending.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.destroy();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "TLS_1_3"})
    void that_end_their_side_get_every_reply_and_then_the_end(Layer layer) throws Exception {
        try (EchoAcceptor server = layer.start();
                Client client = layer.connect(server)) {
            CompletableFuture<Void> sending = sendAll(client);
            awaitHeld(server);
            CompletableFuture<Void> ended = inBackground(() -> {
                sending.join();
                client.halfClose();
            });
            assertAllReplies(client);
            ended.get(10, TimeUnit.SECONDS);
            assertEquals(null, client.reply());
        }
    }

    @ParameterizedTest
    @EnumSource
    void that_a_draining_server_waits_for_get_every_reply_to_what_it_has_read(Layer layer) throws Exception {
        try (EchoAcceptor server = layer.start();
                Client client = layer.connect(server)) {
            CompletableFuture<Void> sending = sendAll(client);
            awaitHeld(server);
            CompletableFuture<List<IoSession>> drained =
                    CompletableFuture.supplyAsync(() -> server.acceptor().drain(Duration.ofSeconds(20)));
            byte[] replies = client.input().readAllBytes();
            assertArrayEquals(Arrays.copyOf(STREAM, replies.length), replies);
            assertEquals(FRAMES > server.statistics().framesDecoded(), replies.length < STREAM.length);
            client.socket().close();
            assertEquals(List.of(), drained.get(20, TimeUnit.SECONDS));
            assertEquals(0, server.statistics().retainedBytes());
            assertTrue(sending.handle((done, cut) -> true).get(10, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void that_break_off_leave_nothing_behind(Layer layer) throws Exception {
        try (EchoAcceptor server = layer.start();
                Client client = layer.connect(server)) {
            CompletableFuture<Void> sending = sendAll(client);
            awaitHeld(server);
            client.socket().close();
            Await.until("the session's end", () -> server.connections() == 0);
            Await.until("nothing is retained", () -> server.statistics().retainedBytes() == 0);
            assertTrue(sending.handle((done, cut) -> true).get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void that_are_many_share_the_budget_and_leave_one_that_reads_alone() throws Exception {
        int peers = 16;
        long budget = 1 << 20;
        List<Client> hostile = new ArrayList<>();
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        try (EchoAcceptor server =
                EchoAcceptor.start(limits -> limits.writeHighWatermark(HIGH).writeBudget(budget))) {
            server.acceptor().getSessionConfig().setSendBufferSize(16 << 10);
            for (int i = 0; i < peers; i++) {
                hostile.add(Layer.PLAIN.connect(server));
                sending.add(sendAll(hostile.get(i)));
            }
            Await.until(
                    "all are held",
                    () -> server.acceptor().getManagedSessions().values().stream()
                            .allMatch(WriteBackpressureFilter::holdsReads));
            Await.standstill("decoding", Duration.ofMillis(200), server.statistics()::framesDecoded);
            long waiting = server.acceptor().getManagedSessions().values().stream()
                    .mapToLong(session ->
                            session.getScheduledWriteBytes() + (long) COST * session.getScheduledWriteMessages())
                    .sum();
            long uncounted = peers * (40L << 10);
            assertTrue(waiting <= budget + uncounted, () -> waiting + " bytes wait");
            try (Client other = Client.connect(server)) {
                for (int id = 0; id < 1_000; id++) {
                    assertEquals(message(id), other.exchange(message(id)));
                }
            }
            for (Client each : hostile) {
                assertAllReplies(each);
            }
            for (CompletableFuture<Void> each : sending) {
                each.get(10, TimeUnit.SECONDS);
            }
        } finally {
            for (Client each : hostile) {
                each.close();
            }
        }
    }

    @Test
    void in_TLS_of_KeyUpdates_are_stopped_and_served_again_once_they_read() throws Exception {
        try (EchoAcceptor server = Layer.TLS_1_3.start();
                CorkedSocket plain = new CorkedSocket(server.address());
                Client client = new Client(TlsTest.secure(context, plain, "TLSv1.3"))) {
            TlsTest.requireReply(client);
            plain.cork();
            for (int i = 0; i < 5_000; i++) {
                ((SSLSocket) client.socket()).startHandshake();
            }
            client.send(message(7));
            CompletableFuture<Void> sending = inBackground(plain::uncork);
            awaitHeld(server);
            IoSession session = onlySession(server);
            assertTrue(
                    session.getScheduledWriteMessages() <= 2 * HIGH / COST,
                    () -> session.getScheduledWriteMessages() + " wait");
            assertEquals(message(7), client.reply());
            sending.get(10, TimeUnit.SECONDS);
            assertNothingIsLeft(server);
        }
    }

    @Test
    void in_TLS_1_2_that_ask_for_a_renegotiation_are_closed() throws Exception {
        try (EchoAcceptor server = Layer.TLS_1_2.start();
                Client client = Layer.TLS_1_2.connect(server)) {
            TlsTest.requireReply(client);
            client.socket().setSoTimeout(20_000);
            Throwable refused = org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> {
                ((SSLSocket) client.socket()).startHandshake();
                client.exchange(message(1));
                throw new IOException("no reply: " + client.reply());
            });
            assertFalse(refused.toString().contains("no reply: id"), refused::toString);
            Await.until("the session's end", () -> server.connections() == 0);
        }
    }

    @Test
    void whose_server_is_closed_end_at_once() throws Exception {
        EchoAcceptor server = Layer.PLAIN.start();
        try (Client client = Layer.PLAIN.connect(server)) {
            CompletableFuture<Void> sending = sendAll(client);
            awaitHeld(server);
            server.close();
            assertEquals(0, server.statistics().retainedBytes());
            try {
                sending.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertTrue(e.getCause().getCause() instanceof IOException, e::toString);
            }
        } finally {
            server.close();
        }
    }
}
