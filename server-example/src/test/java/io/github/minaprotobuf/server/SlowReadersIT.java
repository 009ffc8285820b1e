package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static io.github.minaprotobuf.server.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("50 clients send 500 MiB and do not read, against a heap of 128 MiB")
@Tag("faults")
@Timeout(180)
class SlowReadersIT {

    private static final int CLIENTS = 50;
    private static final int FRAMES_EACH =
            160; // 500 MiB in all: the kernel takes up to 4 MiB of each client on its own
    private static final int PAYLOAD = 64 << 10;
    private static final int PROBES = 1_000;
    private static final long FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(20); // a busy machine's own hiccups

    @Test
    void others_are_served_and_in_the_end_every_byte_is_there() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(CLIENTS);
        List<Client> slow = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx128m"));
                Client other = Client.connect(server.address())) {
            p99(other); // warms both sides up
            long unloaded = p99(other);
            List<CompletableFuture<Void>> sending = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = Client.connectNarrowly(server.address());
                slow.add(client);
                sending.add(CompletableFuture.runAsync(() -> sendAll(client), senders));
            }
            long loaded = p99(other);
            assertTrue(sending.stream().noneMatch(CompletableFuture::isDone), "not everybody is held back");
            for (Client client : slow) {
                for (int i = 0; i < FRAMES_EACH; i++) {
                    Echo expected = ofPayload(i, PAYLOAD);
                    assertEquals(expected, client.reply());
                }
            }
            for (CompletableFuture<Void> each : sending) {
                each.get(10, TimeUnit.SECONDS);
            }
            System.out.printf(
                    "p99 of others: %,d us alone, %,d us beside %d slow readers%n",
                    unloaded / 1_000, loaded / 1_000, CLIENTS);
            assertTrue(loaded < Math.max(FLOOR_NANOS, 10 * unloaded), loaded + " ns, alone " + unloaded + " ns");
            assertEquals(List.of(), server.log("OutOfMemory"));
        } finally {
            for (Client client : slow) {
                client.close();
            }
            senders.shutdownNow();
        }
    }

    private static void sendAll(Client client) {
        try {
            for (int i = 0; i < FRAMES_EACH; i++) {
                client.send(ofPayload(i, PAYLOAD));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long p99(Client client) throws IOException {
        long[] nanos = new long[PROBES];
        for (int i = 0; i < PROBES; i++) {
            long start = System.nanoTime();
            assertEquals(message(i), client.exchange(message(i)));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[PROBES * 99 / 100];
    }
}
