package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Time of each: {@code -Dfaults.worstSeconds=10}. The figures are printed as rows of a table. */
@DisplayName("The costliest legal frames, as long as the server allows, with its defaults")
@Tag("faults")
@Timeout(300)
class WorstFramesIT {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("faults.worstSeconds", 5));
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);
    private static final Pattern MAX_BODY = Pattern.compile("--max-body (\\S+)");

    static Stream<Arguments> loads() {
        return Stream.of("64m", "128m", "512m", "1g")
                .flatMap(heap -> Stream.of(1, 4, 16)
                        .flatMap(clients ->
                                Stream.of(WorstBody.values()).map(body -> Arguments.of(heap, clients, body))));
    }

    @ParameterizedTest(name = "heap {0}, {1} clients, {2}")
    @MethodSource("loads")
    void the_server_lives_and_others_are_answered(String heap, int clients, WorstBody body) throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx" + heap), "--jmx");
                ServerProbe probe = ServerProbe.attach(server);
                Client other = Client.connect(server.address())) {
            int maxBody = maxBody(server);
            byte[] frame = body.frame(maxBody);
            long longest = 0;
            long exchanges = 0;
            long live;
            try (FrameFlood flood = new FrameFlood(server.address(), clients, frame)) {
                for (long end = System.nanoTime() + TIME.toNanos(); System.nanoTime() < end; exchanges++) {
                    longest = Math.max(longest, exchange(other));
                }
                live = probe.heapAfterGc();
                System.out.printf(
                        "| %s | %d | %s | %,d KiB | %d | %,d KiB | %d | %d ms |%n",
                        heap,
                        clients,
                        body,
                        maxBody >> 10,
                        flood.cameBack(),
                        live >> 10,
                        exchanges,
                        longest / 1_000_000);
                assertTrue(flood.cameBack() > 0, "no reply at all");
            }
            assertTrue(server.isAlive());
            assertEquals(List.of(), server.log("OutOfMemory"));
            assertTrue(longest < ANSWERED_WITHIN.toNanos(), () -> "the longest wait was not under " + ANSWERED_WITHIN);
        }
    }

    private static int maxBody(ServerProcess server) throws IOException {
        Matcher chosen = MAX_BODY.matcher(server.log("--max-body").get(0));
        assertTrue(chosen.find());
        return ByteSize.parseInt(chosen.group(1));
    }

    /** Nanoseconds. */
    private static long exchange(Client client) throws IOException {
        long start = System.nanoTime();
        assertEquals(message(1), client.exchange(message(1)));
        return System.nanoTime() - start;
    }
}
