package io.github.minaprotobuf.transport;

import static io.github.minaprotobuf.transport.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.CorruptedFrameException;
import io.github.minaprotobuf.codec.MalformedMessageException;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.filter.OrderlyCloseFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A ProtobufAcceptor")
@Timeout(60)
class ProtobufAcceptorTest {

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final byte[] MALFORMED = {1, 0};
    private static final byte[] CORRUPTED = {-1, -1, -1, -1, -1, -1};

    private final ProtobufAcceptor acceptor =
            ProtobufAcceptor.builder(EchoAcceptor.codec()).build();
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        acceptor.close();
    }

    /** Echoes, and keeps what it is told. */
    private class Recording extends IoHandlerAdapter {
        @Override
        public void messageReceived(IoSession session, Object message) throws Exception {
            session.write(message);
        }

        @Override
        public void messageSent(IoSession session, Object message) {
            told.add(message);
        }

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            told.add(cause);
        }

        @Override
        public void inputClosed(IoSession session) {
            told.add("inputClosed");
        }
    }

    private Client start(IoHandlerAdapter handler) throws IOException {
        acceptor.setHandler(handler);
        acceptor.bind(LOOPBACK);
        return Client.connect(acceptor.getLocalAddress());
    }

    private Object nextTold() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void tells_the_handler_of_what_was_sent_and_of_errors_and_not_of_the_peers_end() throws Exception {
        try (Client client = start(new Recording())) {
            assertEquals(message(1), client.exchange(message(1)));
            assertEquals(message(1), nextTold());
            client.send(MALFORMED);
            assertInstanceOf(MalformedMessageException.class, nextTold());
            assertEquals(message(2), client.exchange(message(2)));
            assertEquals(message(2), nextTold());
            client.halfClose();
            assertEquals(List.of(), client.repliesUntilEnd());
            Await.until("the end", () -> acceptor.getManagedSessionCount() == 0);
            assertEquals(List.of(), List.copyOf(told));
        }
    }

    @Test
    void sends_what_the_handler_answers_to_a_lost_position_and_closes_then() throws Exception {
        try (Client client = start(new Recording() {
            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                super.exceptionCaught(session, cause);
                session.write(message(-1));
            }
        })) {
            client.send(CORRUPTED);
            assertEquals(List.of(message(-1)), client.repliesUntilEnd());
            assertInstanceOf(CorruptedFrameException.class, nextTold());
        }
    }

    @Test
    void refuses_writes_behind_the_orderly_end() throws Exception {
        CompletableFuture<IoSession> opened = new CompletableFuture<>();
        try (Client client = start(new Recording() {
            @Override
            public void sessionOpened(IoSession session) {
                opened.complete(session);
            }
        })) {
            client.exchange(message(1));
            IoSession session = opened.get();
            OrderlyCloseFilter.close(session);
            assertEquals(List.of(), client.repliesUntilEnd());
            assertInstanceOf(
                    WriteToClosedSessionException.class,
                    session.write(message(2)).awaitUninterruptibly().getException());
        }
    }

    @Test
    void half_closed_and_drained_sessions_get_the_replies_that_an_executor_has_not_come_to() throws Exception {
        for (boolean halfClose : new boolean[] {true, false}) {
            Semaphore go = new Semaphore(0);
            ExecutorFilter executor = new ExecutorFilter(2);
            ProtobufAcceptor busy =
                    ProtobufAcceptor.builder(EchoAcceptor.codec()).build();
            busy.getFilterChain().addLast("executor", executor);
            busy.setHandler(new Recording() {
                @Override
                public void messageReceived(IoSession session, Object message) throws Exception {
                    go.acquire();
                    super.messageReceived(session, message);
                }
            });
            busy.bind(LOOPBACK);
            try (Client client = Client.connect(busy.getLocalAddress())) {
                Sample[] messages =
                        IntStream.range(0, 100).mapToObj(Client::message).toArray(Sample[]::new);
                client.send(messages);
                Await.until("all have come", () -> busy.statistics().framesDecoded() == messages.length);
                CompletableFuture<List<IoSession>> drained = null;
                if (halfClose) {
                    client.halfClose();
                } else {
                    drained = CompletableFuture.supplyAsync(() -> busy.drain(Duration.ofSeconds(20)));
                }
                IoSession session =
                        busy.getManagedSessions().values().iterator().next();
                Await.until("its end has begun", session::isReadSuspended);
                go.release(messages.length);
                assertEquals(List.of(messages), client.repliesUntilEnd());
                client.socket().close();
                if (drained != null) {
                    assertEquals(List.of(), drained.get(20, TimeUnit.SECONDS));
                }
            } finally {
                go.release(1_000);
                busy.close();
                executor.destroy();
            }
        }
    }

    @Test
    void binds_all_of_its_addresses_or_none() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free;
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = other.getLocalPort();
            }
            acceptor.setHandler(new Recording());
            InetSocketAddress first = new InetSocketAddress(InetAddress.getLoopbackAddress(), free);
            assertThrows(IOException.class, () -> acceptor.bind(List.of(first, taken.getLocalSocketAddress())));
            Await.until("the first is closed", () -> {
                try (Socket socket = new Socket(first.getAddress(), free)) {
                    return !socket.isConnected();
                } catch (IOException e) {
                    return true;
                }
            });
            acceptor.bind(first);
            try (Client client = Client.connect(first)) {
                assertEquals(message(1), client.exchange(message(1)));
            }
        }
    }

    @Test
    void leaves_no_thread_and_no_session_behind_when_it_is_closed_or_disposed_of() throws Exception {
        for (boolean dispose : new boolean[] {true, false}) {
            ProtobufAcceptor other =
                    ProtobufAcceptor.builder(EchoAcceptor.codec()).build();
            other.setHandler(new Recording());
            int before = threads();
            other.bind(LOOPBACK);
            try (Client client = Client.connect(other.getLocalAddress())) {
                client.exchange(message(1));
                if (dispose) {
                    other.dispose();
                } else {
                    other.close();
                    other.close();
                }
                assertTrue(client.isClosedByServer());
                Await.until("the threads' end", () -> threads() <= before);
            }
        }
    }

    /** Of acceptors and their processors. */
    private static int threads() {
        List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().matches("(ProtobufAcceptor|LeanNioProcessor|frame-timeout).*"));
        return threads.size();
    }

    @Test
    void a_drain_that_is_not_done_in_time_returns_who_is_still_open() throws Exception {
        try (Client client = start(new Recording())) {
            client.send((byte) 100);
            Await.until(
                    "the frame has begun",
                    () -> acceptor.getManagedSessions().values().stream()
                            .anyMatch(session -> session.getReadBytes() > 0));
            List<IoSession> late = acceptor.drain(Duration.ofMillis(50));
            assertEquals(List.copyOf(acceptor.getManagedSessions().values()), late);
            assertFalse(acceptor.isActive());
            client.send(new byte[100]); // the frame's end: it is served still
            assertInstanceOf(MalformedMessageException.class, nextTold());
        }
    }

    @Test
    void changes_no_setting_of_the_process() throws Exception {
        Object allocator = IoBuffer.getAllocator();
        boolean direct = IoBuffer.isUseDirectBuffer();
        try (Client client = start(new Recording())) {
            client.exchange(message(1));
            assertEquals(allocator, IoBuffer.getAllocator());
            assertEquals(direct, IoBuffer.isUseDirectBuffer());
        }
    }

    @Test
    void settings_out_of_range_are_refused_with_their_value() {
        ProtobufAcceptorBuilder builder = ProtobufAcceptor.builder(EchoAcceptor.codec());
        assertRefused("ioThreads is 0; must be 1 or more", () -> builder.ioThreads(0));
        assertRefused("maxConnections is 0; must be 1 or more", () -> builder.maxConnections(0));
        assertRefused("writeHighWatermark is 0; must be 1 or more", () -> builder.writeHighWatermark(0));
        assertRefused("maxErrors is -1; must be 0 or more", () -> builder.maxErrors(-1));
        assertRefused("idleTimeout is PT-1S; must be 0 or more", () -> builder.idleTimeout(Duration.ofSeconds(-1)));
        assertRefused("frameTimeout is PT-1S; must be 0 or more", () -> builder.frameTimeout(Duration.ofSeconds(-1)));
        assertRefused("listener is null", () -> builder.listener(null));
        assertRefused("codec is null", () -> ProtobufAcceptor.builder(null));
    }

    private static void assertRefused(String message, Runnable setting) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, setting::run).getMessage());
    }

    @Test
    void a_write_budget_that_no_session_could_use_up_to_its_watermark_is_refused_with_both_values() {
        ProtobufAcceptorBuilder settings = ProtobufAcceptor.builder(EchoAcceptor.codec())
                .writeHighWatermark(1_000)
                .writeBudget(1_999);
        String message =
                assertThrows(IllegalArgumentException.class, settings::build).getMessage();
        assertTrue(message.contains("1999 bytes") && message.contains("1000 bytes"), message);
    }
}
