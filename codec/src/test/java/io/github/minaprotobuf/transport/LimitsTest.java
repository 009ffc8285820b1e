package io.github.minaprotobuf.transport;

import static io.github.minaprotobuf.transport.Client.frames;
import static io.github.minaprotobuf.transport.Client.message;
import static io.github.minaprotobuf.transport.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What protects a ProtobufAcceptor, whatever its handler does")
@Timeout(60)
class LimitsTest {

    private static final byte[] MALFORMED = {1, 0};

    @Test
    void the_connection_over_the_limit_is_closed_at_once_and_the_others_go_on() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.maxConnections(2));
                Client first = Client.connect(server);
                Client second = Client.connect(server)) {
            assertEquals(message(1), first.exchange(message(1)));
            assertEquals(message(2), second.exchange(message(2)));
            try (Client third = Client.connect(server)) {
                assertTrue(third.isClosedByServer());
            }
            assertEquals(message(3), first.exchange(message(3)));
        }
    }

    @Test
    void a_connection_that_ends_makes_room_for_another() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.maxConnections(1))) {
            for (int i = 0; i < 20; i++) {
                try (Client client = Client.connect(server)) {
                    assertEquals(message(i), client.exchange(message(i)));
                }
                Await.until("the session's end", () -> server.connections() == 0);
            }
        }
    }

    @Test
    void connections_are_shared_out_among_the_IO_threads() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.ioThreads(3));
                Client first = Client.connect(server);
                Client second = Client.connect(server);
                Client third = Client.connect(server)) {
            for (Client each : List.of(first, second, third)) {
                assertEquals(message(1), each.exchange(message(1)));
            }
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("LeanNioProcessor"))
                    .count();
            assertEquals(3, threads);
        }
    }

    @Test
    void an_idle_connection_is_closed_and_a_busy_one_is_not() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.idleTimeout(Duration.ofSeconds(1)));
                Client idle = Client.connect(server);
                Client busy = Client.connect(server)) {
            CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> {
                try {
                    return idle.isClosedByServer();
                } catch (java.io.IOException e) {
                    return false;
                }
            });
            for (int i = 0; !closed.isDone(); i++) {
                assertEquals(message(i), busy.exchange(message(i)));
            }
            assertTrue(closed.get());
            assertEquals(message(-1), busy.exchange(message(-1)));
        }
    }

    @Test
    void a_frame_that_drips_in_ends_its_connection_though_it_is_never_idle() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.frameTimeout(Duration.ofMillis(300)));
                Client dripping = Client.connect(server);
                Client resting = Client.connect(server)) {
            resting.exchange(message(1));
            byte[] frame = frames(ofPayload(1, 1 << 20));
            long before = server.receivedBytes();
            assertThrows(SocketException.class, () -> {
                for (int i = 0; ; i++) { // no byte before the last one has come
                    dripping.send(frame[i]);
                    long received = before + i + 1;
                    Await.until("a byte", () -> server.receivedBytes() == received || server.connections() == 1);
                }
            });
            assertEquals(message(2), resting.exchange(message(2)));
        }
    }

    @Test
    void many_frames_without_a_pause_between_them_are_no_slow_frame() throws Exception {
        Duration timeout = Duration.ofSeconds(2); // longer than a busy machine lets this test wait for its turn
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.frameTimeout(timeout));
                Client client = Client.connect(server)) {
            byte[] frame = frames(message(1));
            int half = frame.length / 2;
            client.send(Arrays.copyOf(frame, half));
            byte[] restAndNextHalf = new byte[frame.length];
            System.arraycopy(frame, half, restAndNextHalf, 0, frame.length - half);
            System.arraycopy(frame, 0, restAndNextHalf, frame.length - half, half);
            long end = System.nanoTime() + timeout.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) { // always inside a frame
                client.send(restAndNextHalf);
                assertEquals(message(1), client.reply());
            }
        }
    }

    @Test
    void a_client_that_is_not_read_from_does_not_run_out_of_time() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(
                        limits -> limits.frameTimeout(Duration.ofMillis(200)).writeHighWatermark(1_000));
                Client client = Client.connect(server)) {
            Sample large = ofPayload(1, 1 << 20);
            int count = 24; // more than the sockets hold
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        client.send(large);
                    }
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.standstill("reading", Duration.ofMillis(600), server.statistics()::framesDecoded);
            assertFalse(sending.isDone());
            for (int i = 0; i < count; i++) {
                assertEquals(large, client.reply());
            }
            sending.get();
        }
    }

    @Test
    void a_client_that_takes_no_reply_is_closed_at_the_idle_timeout() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.idleTimeout(Duration.ofSeconds(1)));
                Client client = Client.connect(server)) {
            Sample large = ofPayload(1, 1 << 20);
            assertThrows(SocketException.class, () -> {
                while (true) { // until the sockets are full, and then until the server closes
                    client.send(large);
                }
            });
            Await.until("no connection is left", () -> server.connections() == 0);
        }
    }

    @Test
    void unfinished_frames_over_the_retained_limit_are_refused_and_the_session_goes_on() throws Exception {
        int longest = 1 << 20;
        byte[] frame = frames(ofPayload(1, longest - 100));
        try (EchoAcceptor server = EchoAcceptor.start(
                        ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                                .frameFormat(FrameFormat.varint32())
                                .maxBodyLength(longest)
                                .retainedBytesLimit(2L * longest)
                                .build(),
                        defaults -> {});
                Client holder = Client.connect(server);
                Client late = Client.connect(server)) {
            holder.send(Arrays.copyOf(frame, frame.length / 2));
            Await.until("half of the limit is held", () -> server.statistics().retainedBytes() > longest - 100);
            late.send(frame);
            assertEquals(message(2), late.exchange(message(2)));
            assertEquals(1, server.statistics().framesRejected());
            holder.send(Arrays.copyOfRange(frame, frame.length / 2, frame.length));
            assertEquals(ofPayload(1, longest - 100), holder.reply());
            assertEquals(0, server.statistics().retainedBytes());
        }
    }

    @Test
    void a_session_may_send_so_many_wrong_frames_and_no_more() throws Exception {
        try (EchoAcceptor server = EchoAcceptor.start(limits -> limits.maxErrors(3));
                Client client = Client.connect(server)) {
            for (int i = 0; i < 3; i++) {
                client.send(MALFORMED);
                assertEquals(message(i), client.exchange(message(i)));
            }
            client.send(MALFORMED);
            assertTrue(client.isClosedByServer());
        }
    }
}
