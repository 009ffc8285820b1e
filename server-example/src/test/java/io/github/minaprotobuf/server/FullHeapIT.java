package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static io.github.minaprotobuf.server.Client.ofPayload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long: {@code -Dfaults.fullHeapSeconds=10}. */
@DisplayName("A server whose heap is full again and again")
@Tag("faults")
@Timeout(120)
class FullHeapIT {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("faults.fullHeapSeconds", 10));
    private static final int CLIENTS = 4;
    private static final int BURST = 8;
    private static final int REPLY_MILLIS = 300;
    private static final int TRIES = 50;

    /** Bytes of payload; a full heap has no room for the last ones, and their replies. */
    private static final int[] PAYLOADS = {0, 1_000, 20_000, 300_000, 900_000};

    @TempDir
    private static Path folder;

    private static TestKeys keys;

    @BeforeAll
    static void createKeys() throws Exception {
        keys = new TestKeys(folder).create("server").create("client");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXAMPLE")
    void serves_again_and_each_write_has_been_told_how_it_ended(UnreadServer kind) throws Exception {
        SSLContext context = keys.clientContext("server", "client");
        ExecutorService threads = Executors.newCachedThreadPool();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (ServerProcess server = ServerProcess.start(
                FullHeapServer.class,
                List.of("-Xmx48m", "-XX:+UseSerialGC"),
                kind.name(),
                keys.folder().toString())) {
            long end = System.nanoTime() + TIME.toNanos();
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed + i);
                clients.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        visit(kind, server, context, random);
                    }
                    return null;
                }));
            }
            for (Future<Void> client : clients) {
                client.get();
            }
            long[] counts = counts(kind, server, context);
            for (int tries = 0; tries < TRIES && !allHaveEnded(counts); tries++) {
                Thread.sleep(REPLY_MILLIS);
                counts = counts(kind, server, context);
            }
            assertTrue(allHaveEnded(counts), Arrays.toString(counts) + server.log());
            System.out.printf(
                    "| %s | %,d writes | %,d left | %,d failed | %,d times out of memory |%n",
                    kind, counts[0], counts[1], counts[2], counts[3]);
            assertTrue(counts[1] > 0, "none left");
            assertTrue(counts[3] > 0, "never out of memory");
            assertEquals(List.of(), server.log("died"));
            assertTrue(server.isAlive());
        } finally {
            threads.shutdownNow();
        }
    }

    /** A burst, and as many replies as come; now and then the connection is closed before they do. */
    private static void visit(UnreadServer kind, ServerProcess server, SSLContext context, Random random) {
        try (Client client = kind.connect(server.address(), context)) {
            client.socket().setSoTimeout(REPLY_MILLIS);
            Echo[] burst = Stream.generate(
                            () -> ofPayload(random.nextInt(100), PAYLOADS[random.nextInt(PAYLOADS.length)]))
                    .limit(BURST)
                    .toArray(Echo[]::new);
            client.send(burst);
            for (int reply = random.nextInt(2 * BURST); reply > 0; reply--) {
                client.reply();
            }
        } catch (IOException e) {
            // No reply: the heap was full.
        }
    }

    /** The writes, and all sessions but the one that asks. */
    private static boolean allHaveEnded(long[] counts) {
        return counts.length > 0 && counts[0] == counts[1] + counts[2] && counts[4] == 1;
    }

    /** Empty where the heap was too full for a connection and an answer. */
    private static long[] counts(UnreadServer kind, ServerProcess server, SSLContext context) {
        try (Client client = kind.connect(server.address(), context)) {
            Echo reply = client.exchange(message(FullHeapServer.ASK));
            return reply == null
                    ? new long[0]
                    : Stream.of(reply.getText().split(" "))
                            .mapToLong(Long::parseLong)
                            .toArray();
        } catch (IOException e) {
            return new long[0];
        }
    }
}
