package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("50 clients send 1,000 MiB and do not read, against a heap of 128 MiB")
@Tag("faults")
@Timeout(600)
class SlowReadersIT {

    private static final int CLIENTS = 50;
    private static final int FRAMES_EACH = 320; // the server's side of each connection takes some MiB on its own
    private static final int FRAMES_TO_WARM_UP = 64;
    private static final int PAYLOAD = 64 << 10;
    private static final int EXCHANGES_TO_WARM_UP = 2_000;
    private static final Duration UNREAD = Duration.ofSeconds(20);
    private static final long INTERVAL_NANOS = 2_000_000;

    /**
     * How many times as long as with no slow readers others may wait. Measured: 1 to 6 and 1 to 2.4, however busy the
     * machine; 39 to 137 while they send, to a server that reads all it can of each in turn.
     */
    private static final int WHILE_THEY_SEND = 20; // each waits for a pass over all that send

    private static final int WHILE_HELD_BACK = 10;

    @Test
    void others_are_served_and_in_the_end_every_byte_is_there() throws Exception {
        try (ServerProcess server = start();
                ServerProcess control = start();
                ServerProbe probe = ServerProbe.attach(server);
                Client other = Client.connect(server.address());
                Client ofControl = Client.connect(control.address())) {
            warmUp(server, other);
            warmUp(control, ofControl);
            try (SlowReaders slow = new SlowReaders(server.address(), CLIENTS, stream(FRAMES_EACH))) {
                Times timesSending = new Times();
                Times timesHeldBack = new Times();
                long sent = 0;
                long since = System.nanoTime();
                for (int i = 0; System.nanoTime() - since < UNREAD.toNanos(); i++) {
                    Pair pair = exchange(other, ofControl, i % 2 == 0);
                    if (slow.sent() > sent) {
                        timesSending.add(pair);
                        sent = slow.sent();
                        since = System.nanoTime();
                    } else {
                        timesHeldBack.add(pair);
                    }
                }
                Pair sending = timesSending.medians();
                Pair heldBack = timesHeldBack.medians();
                assertEquals(0, slow.sentAll(), "not everybody is held back");
                long heap = probe.heapAfterGc();
                slow.read().get();
                System.out.printf(
                        "median beside %d slow readers, and at the same time with a server that has none: %s while they"
                                + " send %,d MiB, %s in the %d s after; heap after GC then %,d KiB%n",
                        CLIENTS, sending, sent >> 20, heldBack, UNREAD.toSeconds(), heap >> 10);
                assertTrue(sending.ratio() < WHILE_THEY_SEND, "while they send: " + sending);
                assertTrue(heldBack.ratio() < WHILE_HELD_BACK, "while they are held back: " + heldBack);
                assertEquals(List.of(), server.log("OutOfMemory"));
            }
        }
    }

    private static ServerProcess start() throws IOException {
        return ServerProcess.start(List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch"), "--jmx");
    }

    /** The same kind of work once before, by peers that do read. */
    private static void warmUp(ServerProcess server, Client other) throws Exception {
        try (SlowReaders readers = new SlowReaders(server.address(), CLIENTS, stream(FRAMES_TO_WARM_UP))) {
            readers.read().get();
        }
        for (int i = 0; i < EXCHANGES_TO_WARM_UP; i++) {
            exchange(other);
        }
    }

    /** What one of them sends. */
    private static byte[] stream(int frames) {
        byte[] payload = new byte[PAYLOAD];
        new Random(1).nextBytes(payload);
        return Client.frames(IntStream.range(0, frames)
                .mapToObj(i -> Echo.newBuilder()
                        .setId(i)
                        .setPayload(ByteString.copyFrom(payload))
                        .build())
                .toArray(Echo[]::new));
    }

    /**
     * Exchanges with both servers, one each 2 ms: what else the machine does, it does to both. Their medians are
     * compared, since it may stop one of them for longer than the other now and then. The first exchange after a pause
     * takes longer: the two take turns at it.
     */
    private static Pair exchange(Client beside, Client control, boolean besideFirst) throws IOException {
        long start = System.nanoTime();
        long first = exchange(besideFirst ? beside : control);
        long second = exchange(besideFirst ? control : beside);
        LockSupport.parkNanos(INTERVAL_NANOS - (System.nanoTime() - start));
        return besideFirst ? new Pair(first, second) : new Pair(second, first);
    }

    /** Nanoseconds. */
    private static long exchange(Client client) throws IOException {
        long start = System.nanoTime();
        assertEquals(message(1), client.exchange(message(1)));
        return System.nanoTime() - start;
    }

    /** Nanoseconds, beside slow readers and with the control. */
    private record Pair(long beside, long control) {
        double ratio() {
            return (double) beside / control;
        }

        @Override
        public String toString() {
            return String.format("%,d us and %,d us, %.1f x", beside / 1_000, control / 1_000, ratio());
        }
    }

    /**
     * Of many exchanges. For those that could not begin since one was under way, what they would have waited is counted,
     * as by HdrHistogram's {@code recordValueWithExpectedInterval}; else a server that stands still would be asked, and
     * counted, less often.
     */
    private static final class Times {
        private final LongStream.Builder beside = LongStream.builder();
        private final LongStream.Builder control = LongStream.builder();

        void add(Pair pair) {
            add(beside, pair.beside);
            add(control, pair.control);
        }

        private static void add(LongStream.Builder times, long taken) {
            for (long waited = taken; waited > 0; waited -= INTERVAL_NANOS) {
                times.add(waited);
            }
        }

        Pair medians() {
            return new Pair(median(beside), median(control));
        }

        private static long median(LongStream.Builder times) {
            long[] sorted = times.build().sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }
}
