package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import javax.net.ssl.SSLContext;

/** A server under soak, one client that stays connected all the time, and what the server held at each reading. */
final class SoakTarget implements AutoCloseable {

    private static final int WARM_UP_READINGS = 3;

    private final String name;
    private final ServerProcess server;
    private final Optional<SSLContext> tls;
    private final ServerProbe probe;
    private final PeerConnection steady;
    private final ServerProbe.Holdings baseline;
    private final List<Long> heaps = new ArrayList<>();

    static SoakTarget plain() throws Exception {
        return new SoakTarget("plain", Optional.empty(), List.of());
    }

    static SoakTarget tls(Path folder) throws Exception {
        TestKeys keys = new TestKeys(folder).create("server");
        Path password = Files.writeString(folder.resolve("password"), TestKeys.PASSWORD);
        return new SoakTarget(
                "TLS",
                Optional.of(keys.clientContext("server", null)),
                List.of(
                        "--tls-keystore",
                        keys.keystore("server").toString(),
                        "--tls-password-file",
                        password.toString()));
    }

    private SoakTarget(String name, Optional<SSLContext> tls, List<String> options) throws Exception {
        this.name = name;
        this.tls = tls;
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--jmx", "--max-body", Integer.toString(SoakTraffic.MAX_BODY)));
        server = ServerProcess.start(List.of("-Xmx256m"), all.toArray(String[]::new));
        probe = ServerProbe.attach(server);
        steady = new PeerConnection(address(), tls, "TLSv1.3");
        roundOfSteadyClient(new Random(0), new SoakCounts(), ForkJoinPool.commonPool());
        probe.holdings();
        baseline = probe.holdings();
        assertEquals(1, baseline.sessions(), "sessions of the steady client");
    }

    InetSocketAddress address() {
        return server.address();
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    void roundOfSteadyClient(Random random, SoakCounts counts, Executor executor) throws Exception {
        SoakTraffic traffic = new SoakTraffic(random, counts);
        for (int i = random.nextInt(10); i >= 0; i--) {
            traffic.good();
        }
        DueReplies replies = new DueReplies(traffic.due());
        CompletableFuture<Void> sent =
                steady.sending(traffic.stream(), 8_192, new Random(random.nextLong()), false, executor);
        replies.readAll(steady.in());
        PeerConnection.await(sent);
        counts.add("replies compared", replies.received());
    }

    /** To be called when no visit is under way: waits until the server holds what it held at first, and notes its heap. */
    String read() throws Exception {
        probe.awaitHoldings(baseline);
        heaps.add(probe.heapAfterGc());
        return String.format(
                "%s: heap after GC %,d KiB, %s", name, heaps.get(heaps.size() - 1) >> 10, probe.holdings());
    }

    /** Medians of the thirds of all readings but the first few. */
    String thirds() {
        return String.format(
                "%s: medians of heap after GC in each third: %,d, %,d, %,d KiB; baseline %s; %,d frames decoded, "
                        + "%,d rejected",
                name,
                medianOfThird(0) >> 10,
                medianOfThird(1) >> 10,
                medianOfThird(2) >> 10,
                baseline,
                statistic("FramesDecoded"),
                statistic("FramesRejected"));
    }

    private long statistic(String name) {
        try {
            return probe.statistic(name);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void assertSound() throws Exception {
        long first = medianOfThird(0);
        long last = medianOfThird(2);
        assertTrue(last <= first + first / 10, this::thirds);
        assertNothingUnexpectedLogged();
    }

    /** By the server's handler, by MINA, by the JVM. */
    void assertNothingUnexpectedLogged() throws IOException {
        for (String line : List.of("unexpected error", "Unexpected exception", "OutOfMemory")) {
            assertEquals(List.of(), server.log(line), name);
        }
    }

    private long medianOfThird(int third) {
        int length = (heaps.size() - WARM_UP_READINGS) / 3;
        int from = WARM_UP_READINGS + third * length;
        return heaps.subList(from, from + length).stream().sorted().toList().get(length / 2);
    }

    @Override
    public void close() throws IOException {
        steady.close();
        probe.close();
        server.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
