package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static io.github.minaprotobuf.server.Fault.bandwidth;
import static io.github.minaprotobuf.server.Fault.halfCloseAfter;
import static io.github.minaprotobuf.server.Fault.latency;
import static io.github.minaprotobuf.server.Fault.resetAfter;
import static io.github.minaprotobuf.server.Fault.slices;
import static io.github.minaprotobuf.server.Fault.stallAfter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Faults of the network: every reply is right, none comes twice, and the server holds nothing afterwards")
@Timeout(120)
class FaultsTest {

    private static final List<Fault> NONE = List.of();
    private static final List<byte[]> SMALL = frames(1, 0, 100, 5_000, 0, 127);
    private static final List<byte[]> ALL = frames(0, 1, 100, 5_000, 70_000, 2, 300_000, 0, 127, 16_384);
    private static final List<byte[]> MANY =
            frames(new Random(3).ints(30, 290_000, 300_000).toArray());

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static ServerProcess server;
    private static ServerProbe probe;
    private static ServerProbe.Holdings baseline;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(List.of("-Xmx128m"), "--jmx");
        probe = ServerProbe.attach(server);
        assertAllAnswered(SMALL, NONE, NONE);
        exchange(ALL, List.of(resetAfter(5_000)), NONE, (replies, client) -> replies.readUntilEnd(client.in()));
        probe.awaitHoldings(new ServerProbe.Holdings(0, Integer.MAX_VALUE, 0));
        baseline = probe.holdings();
    }

    @AfterEach
    void theServerHoldsWhatItHeldBefore() throws Exception {
        probe.awaitHoldings(baseline);
    }

    @AfterAll
    static void stop() throws IOException {
        probe.close();
        server.close();
        THREADS.shutdownNow();
    }

    private static List<byte[]> frames(int... payloads) {
        Random random = new Random(7);
        List<byte[]> frames = new ArrayList<>();
        for (int payload : payloads) {
            frames.add(SoakTraffic.frame(payload, random));
        }
        return frames;
    }

    private static byte[] joined(List<byte[]> frames) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        frames.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    /** Those that end within so many bytes. */
    private static List<byte[]> whole(List<byte[]> frames, int bytes) {
        int left = bytes;
        int count = 0;
        while (count < frames.size() && frames.get(count).length <= left) {
            left -= frames.get(count++).length;
        }
        return frames.subList(0, count);
    }

    private interface Reading {
        void read(DueReplies replies, PeerConnection client) throws Exception;
    }

    /** Sends the frames through the proxy, half-closes behind them, and reads at the same time. */
    private static void exchange(List<byte[]> frames, List<Fault> toServer, List<Fault> toClient, Reading reading)
            throws Exception {
        exchange(frames, new DueReplies(frames), toServer, toClient, reading);
    }

    private static void exchange(
            List<byte[]> frames, DueReplies due, List<Fault> toServer, List<Fault> toClient, Reading reading)
            throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.address(), toServer, toClient);
                PeerConnection client = new PeerConnection(proxy.address(), Optional.empty(), "")) {
            CompletableFuture<Void> sent = client.sending(joined(frames), 20_000, new Random(1), true, THREADS);
            reading.read(due, client);
            PeerConnection.awaitAnyEnd(sent);
        }
    }

    private static void assertAllAnswered(List<byte[]> frames, List<Fault> toServer, List<Fault> toClient)
            throws Exception {
        long before = probe.statistic("FramesDecoded");
        exchange(frames, toServer, toClient, (replies, client) -> replies.readAllAndEnd(client.in()));
        assertEquals(frames.size(), probe.statistic("FramesDecoded") - before, "frames decoded");
    }

    private static void assertOthersAreServed() throws IOException {
        try (Client other = Client.connect(server.address())) {
            assertEquals(message(1), other.exchange(message(1)));
        }
    }

    @Test
    void latency_in_both_directions() throws Exception {
        List<Fault> slow = List.of(latency(Duration.ofMillis(10)));
        assertAllAnswered(ALL, slow, slow);
    }

    @Test
    void one_byte_at_a_time_in_both_directions() throws Exception {
        List<Fault> bytes = List.of(slices(1));
        assertAllAnswered(SMALL, bytes, bytes);
    }

    @Test
    void little_bandwidth_in_both_directions() throws Exception {
        List<Fault> narrow = List.of(bandwidth(1_000_000));
        assertAllAnswered(ALL, narrow, narrow);
    }

    @Test
    void latency_and_slices_and_little_bandwidth_together() throws Exception {
        List<Fault> all = List.of(latency(Duration.ofMillis(3)), slices(1_000), bandwidth(1_500_000));
        assertAllAnswered(ALL, all, all);
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(ints = {0, 1, 2, 9, 10, 5_000, 40_000, 200_000})
    void a_reset_on_the_way_to_the_server(int bytes) throws Exception {
        exchange(ALL, List.of(resetAfter(bytes)), NONE, (replies, client) -> {
            replies.readUntilEnd(client.in());
            int due = whole(ALL, bytes).size();
            assertTrue(replies.received() <= due, () -> replies.received() + " replies to " + due + " frames");
        });
        assertOthersAreServed();
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(ints = {0, 1, 2, 9, 10, 5_000, 40_000, 200_000})
    void a_reset_on_the_way_to_the_client(int bytes) throws Exception {
        exchange(ALL, NONE, List.of(resetAfter(bytes)), (replies, client) -> replies.readUntilEnd(client.in()));
        assertOthersAreServed();
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(ints = {0, 1, 2, 9, 10, 5_000, 40_000, 200_000})
    void a_half_close_on_the_way_to_the_server_leaves_the_replies_to_whole_frames(int bytes) throws Exception {
        DueReplies due = new DueReplies(whole(ALL, bytes));
        exchange(
                ALL,
                due,
                List.of(halfCloseAfter(bytes)),
                NONE,
                (replies, client) -> replies.readAllAndEnd(client.in()));
    }

    @ParameterizedTest(name = "after {0} bytes")
    @ValueSource(ints = {0, 1, 2, 9, 10, 5_000, 40_000, 200_000})
    void a_half_close_on_the_way_to_the_client(int bytes) throws Exception {
        exchange(ALL, NONE, List.of(halfCloseAfter(bytes)), (replies, client) -> {
            replies.read(client.in(), bytes);
            assertEquals(-1, client.in().read());
        });
    }

    @Test
    void a_stall_inside_a_frame_holds_up_nobody_else() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        long before = probe.statistic("FramesDecoded");
        exchange(ALL, List.of(stallAfter(40_000, end)), NONE, (replies, client) -> {
            replies.read(client.in(), joined(whole(ALL, 40_000)).length);
            Await.until("a body that is retained", () -> probe.statistic("RetainedBytes") > 0);
            assertOthersAreServed();
            end.countDown();
            replies.readAllAndEnd(client.in());
        });
        assertEquals(ALL.size() + 1, probe.statistic("FramesDecoded") - before);
    }

    @Test
    void a_stall_inside_a_reply_holds_up_nobody_else() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        exchange(MANY, NONE, List.of(stallAfter(1_000, end)), (replies, client) -> {
            replies.read(client.in(), 1_000);
            assertOthersAreServed();
            end.countDown();
            replies.readAllAndEnd(client.in());
        });
    }

    @Test
    void a_client_that_resets_amid_a_stall() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        exchange(MANY, NONE, List.of(stallAfter(1_000, end)), (replies, client) -> {
            replies.read(client.in(), 1_000);
            client.reset();
            end.countDown();
        });
        assertOthersAreServed();
    }
}
