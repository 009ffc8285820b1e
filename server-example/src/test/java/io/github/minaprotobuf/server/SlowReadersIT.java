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
    private static final long PAUSE_NANOS = 1_000_000;

    /**
     * Bytes of those that send which the server takes while one request of another waits: work, not time, so that it is
     * the same however busy the machine is. Measured: 1 to 1.5 MiB, and 25 MiB where a pass reads all that each sends.
     */
    private static final long LIMIT_AHEAD = 8 << 20;

    /**
     * How many times as long an exchange may take once they are held back as one, at the same time, with a server that
     * has no slow readers. Measured: 1.
     */
    private static final int LIMIT_HELD_BACK = 10;

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
                LongStream.Builder bytesAhead = LongStream.builder();
                LongStream.Builder besideNanos = LongStream.builder();
                LongStream.Builder controlNanos = LongStream.builder();
                long since = System.nanoTime();
                while (System.nanoTime() - since < UNREAD.toNanos()) {
                    long before = slow.sent();
                    long beside = exchange(other);
                    long ahead = slow.sent() - before;
                    pause();
                    long alone = exchange(ofControl);
                    pause();
                    if (ahead > 0) {
                        bytesAhead.add(ahead);
                        since = System.nanoTime();
                    } else {
                        besideNanos.add(beside);
                        controlNanos.add(alone);
                    }
                }
                assertEquals(0, slow.sentAll(), "not everybody is held back");
                long heap = probe.heapAfterGc();
                long sent = slow.sent();
                slow.read().get();
                long ahead = median(bytesAhead);
                long beside = median(besideNanos);
                long alone = median(controlNanos);
                String figures = String.format(
                        "%d slow readers send %,d MiB, and %,d KiB in the time of one exchange with another; once they are"
                                + " held back it takes %,d us, with a server that has none %,d us; heap after GC then"
                                + " %,d KiB",
                        CLIENTS, sent >> 20, ahead >> 10, beside / 1_000, alone / 1_000, heap >> 10);
                System.out.println(figures);
                assertTrue(ahead < LIMIT_AHEAD, figures);
                assertTrue(beside < LIMIT_HELD_BACK * alone, figures);
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

    /** Nanoseconds. */
    private static long exchange(Client client) throws IOException {
        long start = System.nanoTime();
        assertEquals(message(1), client.exchange(message(1)));
        return System.nanoTime() - start;
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Not a percentile further out, which tells more of a busy machine than of the server. */
    private static long median(LongStream.Builder values) {
        long[] sorted = values.build().sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
