package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Random traffic through random faults of the network, plain and TLS")
@Tag("faults")
@Timeout(600)
class FaultsIT {

    private static final long SEED = Long.getLong("faults.seed", System.nanoTime() & 0xFFFFFF);
    private static final int CONNECTIONS_EACH = 600;
    private static final int AT_ONCE = 8;

    @TempDir
    private static Path folder;

    private final SoakCounts counts = new SoakCounts();
    private final ExecutorService visitors = Executors.newFixedThreadPool(AT_ONCE);
    private final ExecutorService senders = Executors.newCachedThreadPool();

    @Test
    void every_reply_is_right_and_the_server_holds_nothing_afterwards() throws Exception {
        System.out.printf("-Dfaults.seed=%d%n", SEED);
        Random seeds = new Random(SEED);
        try (SoakTarget plain = SoakTarget.plain();
                SoakTarget tls = SoakTarget.tls(folder)) {
            for (SoakTarget target : List.of(plain, tls)) {
                List<CompletableFuture<Void>> visits = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS_EACH; i++) {
                    boolean lossy = i % 2 == 0;
                    long seed = seeds.nextLong();
                    visits.add(CompletableFuture.runAsync(() -> visit(target, seed, lossy), visitors));
                }
                visits.forEach(CompletableFuture::join);
                assertEquals(List.of(), counts.wrong());
                System.out.printf("%s%n    %s%n", counts, target.read());
                target.assertNothingUnexpectedLogged();
            }
        } finally {
            visitors.shutdownNow();
            senders.shutdownNow();
        }
    }

    private void visit(SoakTarget target, long seed, boolean lossy) {
        Random random = new Random(seed);
        List<Fault> toServer = harmless(random);
        List<Fault> toClient = harmless(random);
        if (lossy) {
            (random.nextBoolean() ? toServer : toClient).add(harmful(random));
        }
        SoakVisit visit = new SoakVisit(seed, counts);
        try (FaultProxy proxy = new FaultProxy(target.address(), toServer, toClient)) {
            if (lossy) {
                visit.runAsFarAsPossible(proxy.address(), target.tls(), senders);
            } else {
                visit.run(proxy.address(), target.tls(), senders);
            }
        } catch (Exception | AssertionError e) {
            counts.wrong(target + (lossy ? ", lossy" : "") + ", visit of seed " + seed + ", " + visit + ": " + e);
        }
    }

    private static List<Fault> harmless(Random random) {
        List<Fault> faults = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            faults.add(Fault.latency(Duration.ofNanos(random.nextInt(3_000_000))));
        }
        if (random.nextInt(3) == 0) {
            faults.add(Fault.slices(100 + random.nextInt(1_400)));
        }
        if (random.nextInt(3) == 0) {
            faults.add(Fault.bandwidth(2_000_000 + random.nextInt(8_000_000)));
        }
        return faults;
    }

    private static Fault harmful(Random random) {
        int bytes = random.nextInt(random.nextBoolean() ? 5_000 : 500_000);
        return random.nextBoolean() ? Fault.resetAfter(bytes) : Fault.halfCloseAfter(bytes);
    }
}
