package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.frames;
import static io.github.minaprotobuf.server.Client.message;
import static io.github.minaprotobuf.server.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("How the server stops")
@Timeout(60)
class DrainTest {

    private static EchoServerBuilder server() {
        return EchoServer.builder().format(WireFormat.VARINT32).drainTimeout(Duration.ofSeconds(20));
    }

    private static CompletableFuture<Void> closing(EchoServer server) throws Exception {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
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
        EchoServer server = server().start();
        try (Client client = Client.connect(server)) {
            client.exchange(message(1));
            CompletableFuture<Void> closed = closing(server);
            assertTrue(client.isClosedByServer());
            closed.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_frame_that_has_begun_may_end_and_gets_its_reply() throws Exception {
        EchoServer server = server().start();
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
        EchoServer server = server().start();
        try (Client client = Client.connect(server)) {
            Echo large = ofPayload(1, 16 << 20);
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
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(FrameFormat.varint32())
                .build();
        DrainFilter drain = new DrainFilter(codec);
        CompletableFuture<IoSession> handling = new CompletableFuture<>();
        CountDownLatch made = new CountDownLatch(1);
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        acceptor.getFilterChain().addLast("drain", drain);
        acceptor.getFilterChain().addLast("protobuf", new ProtocolCodecFilter(codec));
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) throws Exception {
                handling.complete(session);
                made.await();
                Replies.of(session).write(message);
            }
        });
        acceptor.bind(new InetSocketAddress("127.0.0.1", 0));
        try (Client client = Client.connect(acceptor.getLocalAddress())) {
            client.send(message(1));
            IoSession session = handling.get(20, TimeUnit.SECONDS);
            Thread draining = new Thread(() -> drain.drain(List.of(session), Duration.ofSeconds(20)));
            draining.start();
            Await.until(
                    "it waits for the handler, or cuts its reply off",
                    () -> draining.getState() == Thread.State.BLOCKED || OrderlyCloseFilter.isClosing(session));
            made.countDown();
            assertEquals(List.of(message(1)), client.repliesUntilEnd());
        } finally {
            made.countDown();
            acceptor.dispose(true);
        }
    }

    @Test
    void a_frame_that_does_not_end_is_cut_off_at_the_timeout() throws Exception {
        EchoServer server = server().drainTimeout(Duration.ofMillis(300)).start();
        try (Client client = Client.connect(server)) {
            client.send((byte) 100);
            Await.until("the frame has begun", () -> server.receivedBytes() == 1);
            server.close();
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void a_busy_client_gets_the_reply_to_every_frame_that_was_decoded_in_order() throws Exception {
        EchoServer server = server().start();
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
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            long replies = 1_000;
            for (Echo reply = client.reply(); reply != null; reply = client.reply()) {
                assertEquals(message(replies++), reply);
            }
            client.socket().close();
            closed.get(10, TimeUnit.SECONDS);
            assertEquals(server.statistics().framesDecoded(), replies);
            sending.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void SIGTERM_ends_a_busy_process_with_exit_code_0() throws Exception {
        try (ServerProcess server = ServerProcess.start();
                Client client = Client.connect(server.address())) {
            byte[] frame = frames(message(2));
            client.exchange(message(1));
            client.send(Arrays.copyOf(frame, 5));
            server.terminate();
            Await.until("it drains", () -> !server.log("to drain").isEmpty());
            client.send(Arrays.copyOfRange(frame, 5, frame.length));
            assertEquals(message(2), client.reply());
            assertEquals(0, server.exitCode());
            assertEquals(1, server.log("stopped; ").size());
        }
    }

    @Test
    void a_process_whose_heap_is_full_ends_instead_of_serving_nobody() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx16m"), "--write-high-watermark", "1GiB");
                Client client = Client.connect(server.address())) {
            byte[] many =
                    frames(IntStream.range(0, 10_000).mapToObj(Client::message).toArray(Echo[]::new));
            assertThrows(IOException.class, () -> {
                while (true) { // and read nothing
                    client.send(many);
                }
            });
            assertEquals(1, server.exitCode());
            assertEquals(1, server.log("a thread died, stopping at once").size());
        }
    }

    @Test
    void a_second_SIGTERM_stops_it_at_once() throws Exception {
        try (ServerProcess server = ServerProcess.start("--drain-timeout", "1h");
                Client client = Client.connect(server.address())) {
            client.exchange(message(1));
            client.send((byte) 100);
            server.terminate();
            Await.until("it drains", () -> !server.log("1 connections to drain").isEmpty());
            assertThrows(AssertionError.class, () -> server.exitCode(Duration.ofMillis(300)));
            server.terminate();
            assertEquals(143, server.exitCode());
        }
    }
}
