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

@DisplayName("50 clients send 1,000 MiB and do not read, against a heap of 128 MiB")
@Tag("faults")
@Timeout(180)
class SlowReadersIT {

    private static final int CLIENTS = 50;
    private static final int FRAMES_EACH =
            320; // 1,000 MiB in all: the kernel takes some 10 MiB of each client on its own
    private static final int PAYLOAD = 64 << 10;
    private static final int WINDOWS = 20;
    private static final int PROBES = 1_000; // in each window

    @Test
    void others_are_served_and_in_the_end_every_byte_is_there() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(CLIENTS);
        List<Client> slow = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx128m"), "--jmx");
                ServerProbe probe = ServerProbe.attach(server);
                Client other = Client.connect(server.address())) {
            medianP99(other); // warms both sides up
            long alone = medianP99(other);
            List<CompletableFuture<Void>> sending = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = Client.connectNarrowly(server.address());
                slow.add(client);
                sending.add(CompletableFuture.runAsync(() -> sendAll(client), senders));
            }
            long filling = p99(other); // beside 50 threads of this test that send as fast as they can
            awaitAllHeldBack(probe);
            long heldBack = medianP99(other);
            assertTrue(sending.stream().noneMatch(CompletableFuture::isDone), "not everybody is held back");
            long heap = probe.heapAfterGc();
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
                    "p99 of others: %,d us alone, %,d us while %d slow readers' queues fill, %,d us beside them;"
                            + " heap after GC then %,d KiB%n",
                    alone / 1_000, filling / 1_000, CLIENTS, heldBack / 1_000, heap >> 10);
            assertTrue(heldBack < 10 * alone, heldBack + " ns, alone " + alone + " ns");
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

    private static void awaitAllHeldBack(ServerProbe probe) throws Exception {
        long decoded = -1;
        while (decoded != probe.statistic("FramesDecoded")) {
            decoded = probe.statistic("FramesDecoded");
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    /** Of many windows, so that what else the machine does for a moment does not count. */
    private static long medianP99(Client client) throws IOException {
        long[] windows = new long[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            windows[i] = p99(client);
        }
        Arrays.sort(windows);
        return windows[WINDOWS / 2];
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
