package io.github.minaprotobuf.transport;

import static io.github.minaprotobuf.transport.Client.frames;
import static io.github.minaprotobuf.transport.Client.message;
import static io.github.minaprotobuf.transport.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("How a ProtobufAcceptor stops without loss")
@Timeout(60)
class DrainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static CompletableFuture<Void> closing(EchoAcceptor server) throws Exception {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> server.drainAndClose(PATIENCE));
        Await.until("no more connections", () -> {
            try {
                Client.connect(server).close();
                return false;
            } catch (IOException e) {
                return true;
            }
        });
        return closed;
    }

    @Test
    void idle_sessions_are_closed_at_once() throws Exception {
        EchoAcceptor server = EchoAcceptor.start();
        try (Client client = Client.connect(server)) {
            client.exchange(message(1));
            CompletableFuture<Void> closed = closing(server);
            assertTrue(client.isClosedByServer());
            closed.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_timeout_may_be_as_long_as_a_duration_can_be() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start();
                Client client = Client.connect(server)) {
            client.exchange(message(1));
            CompletableFuture<List<IoSession>> drained =
                    CompletableFuture.supplyAsync(() -> server.acceptor().drain(Duration.ofSeconds(Long.MAX_VALUE)));
            assertTrue(client.isClosedByServer());
            client.socket().close();
            assertEquals(List.of(), drained.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_frame_that_has_begun_may_end_and_gets_its_reply() throws Exception {
        EchoAcceptor server = EchoAcceptor.start();
        try (Client client = Client.connect(server)) {
            byte[] frame = frames(message(2));
            client.exchange(message(1));
            client.send(Arrays.copyOf(frame, 5));
            Await.until("the frame has begun", () -> server.receivedBytes() > frame.length);
            CompletableFuture<Void> closed = closing(server);
            assertThrows(TimeoutException.class, () -> closed.get(200, TimeUnit.MILLISECONDS));
            client.send(Arrays.copyOfRange(frame, 5, frame.length));
            assertEquals(message(2), client.reply());
            assertTrue(client.isClosedByServer());
            closed.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void replies_that_wait_for_a_slow_reader_leave_first() throws Exception {
        EchoAcceptor server = EchoAcceptor.start();
        try (Client client = Client.connect(server)) {
            Sample large = ofPayload(1, 16 << 20);
            client.send(large);
            Await.until("the frame has come", () -> server.statistics().framesDecoded() == 1);
            CompletableFuture<Void> closed = closing(server);
            assertFalse(closed.isDone());
            assertEquals(large, client.reply());
            assertEquals(null, client.reply());
            closed.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_reply_that_is_in_the_making_leaves_first() throws Exception {
        CompletableFuture<IoSession> handling = new CompletableFuture<>();
        CountDownLatch made = new CountDownLatch(1);
        ProtobufAcceptor acceptor =
                ProtobufAcceptor.builder(EchoAcceptor.codec()).ioThreads(2).build();
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) throws Exception {
                if (message.equals(message(1))) {
                    handling.complete(session);
                    made.await();
                }
                session.write(message);
            }
        });
        acceptor.bind(new InetSocketAddress("127.0.0.1", 0));
        try (Client client = Client.connect(acceptor.getLocalAddress());
                Client idle = Client.connect(acceptor.getLocalAddress())) { // MINA gives it to the other I/O thread
            idle.exchange(message(2));
            client.send(message(1));
            handling.get(20, TimeUnit.SECONDS);
            CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> acceptor.drain(PATIENCE));
            assertTrue(idle.isClosedByServer()); // by then the drain has looked at both
            made.countDown();
            assertEquals(List.of(message(1)), client.repliesUntilEnd());
            drained.get(5, TimeUnit.SECONDS);
        } finally {
            made.countDown();
            acceptor.close();
        }
    }

    @Test
    void a_frame_that_does_not_end_is_cut_off_at_the_timeout() throws Exception {
        EchoAcceptor server = EchoAcceptor.start();
        try (Client client = Client.connect(server)) {
            client.send((byte) 100);
            Await.until("the frame has begun", () -> server.receivedBytes() == 1);
            server.drainAndClose(Duration.ofMillis(300));
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void a_busy_client_gets_the_reply_to_every_frame_that_was_decoded_in_order() throws Exception {
        EchoAcceptor server = EchoAcceptor.start();
        try (Client client = Client.connect(server)) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; ; i++) {
                        client.send(message(i));
                    }
                } catch (IOException e) {
                    // The server has closed.
                }
            });
            for (int i = 0; i < 1_000; i++) {
                assertEquals(message(i), client.reply());
            }
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> server.drainAndClose(PATIENCE));
            long replies = 1_000;
            for (Sample reply = client.reply(); reply != null; reply = client.reply()) {
                assertEquals(message(replies++), reply);
            }
            client.socket().close();
            closed.get(10, TimeUnit.SECONDS);
            assertEquals(server.statistics().framesDecoded(), replies);
            sending.get(5, TimeUnit.SECONDS);
        }
    }
}
