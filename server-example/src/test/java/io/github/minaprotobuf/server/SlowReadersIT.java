package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("50 clients send 1,000 MiB and do not read, against a heap of 128 MiB")
@Tag("faults")
@Timeout(180)
class SlowReadersIT {

    private static final int CLIENTS = 50;
    private static final int FRAMES_EACH = 320; // the server's side of each connection takes some MiB on its own
    private static final int PAYLOAD = 64 << 10;
    private static final Duration UNREAD = Duration.ofSeconds(20);
    private static final long PROBE_INTERVAL_NANOS = 2_000_000;

    @Test
    void others_are_served_and_in_the_end_every_byte_is_there() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch"), "--jmx");
                ServerProbe probe = ServerProbe.attach(server);
                Client other = Client.connect(server.address())) {
            byte[] stream = stream();
            warmUp(server, stream, other);
            long alone = p99(exchanges(other, after(UNREAD)));
            try (SlowReaders slow = new SlowReaders(server.address(), CLIENTS, stream)) {
                BooleanSupplier over = after(UNREAD);
                CompletableFuture<Void> heldBack = heldBack(slow);
                long[] filling = exchanges(other, heldBack::isDone);
                heldBack.join();
                long[] beside = exchanges(other, over);
                long unread = p99(LongStream.concat(Arrays.stream(filling), Arrays.stream(beside))
                        .toArray());
                long sent = slow.sent();
                assertEquals(0, slow.sentAll(), "not everybody is held back");
                long heap = probe.heapAfterGc();
                slow.read().get(100, TimeUnit.SECONDS);
                System.out.printf(
                        "p99 of others: %,d us alone; %,d us in the %d s in which %d slow readers do not read: %,d us of it"
                                + " while they send %,d MiB, %,d us from then on; heap after GC then %,d KiB%n",
                        alone / 1_000,
                        unread / 1_000,
                        UNREAD.toSeconds(),
                        CLIENTS,
                        p99(filling) / 1_000,
                        sent >> 20,
                        p99(beside) / 1_000,
                        heap >> 10);
                assertTrue(unread < 10 * alone, unread + " ns beside slow readers, alone " + alone + " ns");
                assertEquals(List.of(), server.log("OutOfMemory"));
            }
        }
    }

    /** The same work once before, by peers that do read. */
    private static void warmUp(ServerProcess server, byte[] stream, Client other) throws Exception {
        try (SlowReaders readers = new SlowReaders(server.address(), CLIENTS, stream)) {
            readers.read().get(100, TimeUnit.SECONDS);
        }
        exchanges(other, after(UNREAD));
    }

    /** What one of them sends. */
    private static byte[] stream() {
        byte[] payload = new byte[PAYLOAD];
        new Random(1).nextBytes(payload);
        return Client.frames(IntStream.range(0, FRAMES_EACH)
                .mapToObj(i -> Echo.newBuilder()
                        .setId(i)
                        .setPayload(ByteString.copyFrom(payload))
                        .build())
                .toArray(Echo[]::new));
    }

    /** Done once the kernel has taken nothing more from them for a while. */
    private static CompletableFuture<Void> heldBack(SlowReaders slow) {
        return CompletableFuture.runAsync(() -> {
            try {
                Await.standstill("sending", Duration.ofMillis(100), slow::sent);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static BooleanSupplier after(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        return () -> System.nanoTime() - end >= 0;
    }

    /**
     * Nanoseconds of exchanges, one each 2 ms. For those that could not begin since one before them was under way, what
     * they would have waited is counted, as by HdrHistogram's {@code recordValueWithExpectedInterval}; else a server that
     * stands still would be asked, and counted, less often.
     */
    private static long[] exchanges(Client client, BooleanSupplier over) throws IOException {
        LongStream.Builder nanos = LongStream.builder();
        for (int i = 0; !over.getAsBoolean(); i++) {
            long start = System.nanoTime();
            assertEquals(message(i), client.exchange(message(i)));
            long taken = System.nanoTime() - start;
            for (long waited = taken; waited > 0; waited -= PROBE_INTERVAL_NANOS) {
                nanos.add(waited);
            }
            LockSupport.parkNanos(PROBE_INTERVAL_NANOS - taken);
        }
        return nanos.build().toArray();
    }

    private static long p99(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * 99 / 100];
    }
}
