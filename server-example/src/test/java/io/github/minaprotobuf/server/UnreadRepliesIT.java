package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Time that nothing is read: {@code -Dfaults.unreadSeconds=60}; servers: {@code -Dfaults.unreadServers=EXAMPLE,LIBRARY}. */
@DisplayName("Clients pipeline small frames and read no reply; then they read")
@Tag("faults")
@Timeout(600)
class UnreadRepliesIT {

    private static final Duration UNREAD = Duration.ofSeconds(Integer.getInteger("faults.unreadSeconds", 5));
    private static final String SERVERS =
            System.getProperty("faults.unreadServers", "EXAMPLE,LIBRARY,LIBRARY_OVER_TLS");
    private static final int BYTES_IN_ALL = 64 << 20;
    private static final int BYTES_OF_A_CLIENT = 8 << 20;
    private static final int LEAST_OF_A_CLIENT = 1 << 20;
    private static final int TIMES_AS_LONG = 10;

    /** Some pauses of a busy machine are longer than any exchange. */
    private static final long NOTHING_SHORTER_COUNTS_NANOS = 20_000_000;

    @TempDir
    private static Path folder;

    private static TestKeys keys;
    private static SSLContext context;

    @BeforeAll
    static void createKeys() throws Exception {
        keys = new TestKeys(folder).create("server");
        context = keys.clientContext("server", null);
    }

    static Stream<Arguments> loads() {
        return Stream.of(SERVERS.split(","))
                .map(UnreadServer::valueOf)
                .flatMap(server -> Stream.of("64m", "128m", "default")
                        .flatMap(heap -> Stream.of(1, 4, 60, 200)
                                .flatMap(clients -> Stream.of(0, 1, 100, 1_000)
                                        .map(bytes -> Arguments.of(server, heap, clients, bytes)))));
    }

    @ParameterizedTest(name = "{0}, heap {1}, {2} clients, bodies of {3} bytes")
    @MethodSource("loads")
    void the_server_lives_serves_others_and_every_reply_is_there(
            UnreadServer kind, String heap, int clients, int bodyBytes) throws Exception {
        List<String> jvm = heap.equals("default") ? List.of() : List.of("-Xmx" + heap);
        try (ServerProcess server = kind.start(jvm, keys);
                ServerProcess control = kind.start(jvm, keys);
                ServerProbe probe = ServerProbe.attach(server);
                Client other = kind.connect(server.address(), context);
                Client ofControl = kind.connect(control.address(), context);
                UnreadReplies unread = kind.unread(server.address(), context, clients, stream(clients, bodyBytes))) {
            List<Long> beside = new ArrayList<>();
            List<Long> alone = new ArrayList<>();
            for (long end = System.nanoTime() + UNREAD.toNanos(); System.nanoTime() < end; ) {
                beside.add(exchange(other));
                alone.add(exchange(ofControl));
                Thread.sleep(1); // leaves the machine to what is measured
            }
            long live = probe.heapAfterGc();
            unread.read().get(5, TimeUnit.MINUTES);
            String figures = String.format(
                    "| %s | %s | %d | %d B | %,d KiB | %,d us | %,d us | %,d us | %,d us |",
                    kind,
                    heap,
                    clients,
                    bodyBytes,
                    live >> 10,
                    percentile(beside, 50) / 1_000,
                    percentile(alone, 50) / 1_000,
                    percentile(beside, 99) / 1_000,
                    percentile(alone, 99) / 1_000);
            System.out.println(figures);
            assertTrue(server.isAlive());
            assertEquals(List.of(), server.log("OutOfMemory"));
            assertTrue(
                    percentile(beside, 99)
                            < TIMES_AS_LONG * Math.max(NOTHING_SHORTER_COUNTS_NANOS, percentile(alone, 99)),
                    figures);
        }
    }

    private static byte[] stream(int clients, int bodyBytes) {
        byte[] frame = bodyBytes == 0 ? new byte[1] : Client.frames(ofBodyLength(bodyBytes));
        int bytes = Math.max(LEAST_OF_A_CLIENT, Math.min(BYTES_OF_A_CLIENT, BYTES_IN_ALL / clients));
        byte[] stream = new byte[bytes / frame.length * frame.length];
        for (int i = 0; i < stream.length; i += frame.length) {
            System.arraycopy(frame, 0, stream, i, frame.length);
        }
        return stream;
    }

    /** A body of one byte cannot be a message; two are the least. */
    private static Echo ofBodyLength(int bytes) {
        return bytes < 4
                ? Echo.newBuilder().setId(1).build()
                : Echo.newBuilder()
                        .setPayload(ByteString.copyFrom(new byte[bytes - 3]))
                        .build();
    }

    /** Nanoseconds. */
    private static long exchange(Client client) throws IOException {
        long start = System.nanoTime();
        assertEquals(message(1), client.exchange(message(1)));
        return System.nanoTime() - start;
    }

    private static long percentile(List<Long> values, int percent) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted)
                .skip(sorted.length * (long) percent / 100)
                .findFirst()
                .orElse(0);
    }
}
