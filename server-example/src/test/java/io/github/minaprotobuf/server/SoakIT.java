package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Soak: good and bad traffic, plain and TLS, at a modest pace for -Dsoak.minutes=30")
@Tag("soak")
class SoakIT {

    private static final double MINUTES = Double.parseDouble(System.getProperty("soak.minutes", "30"));
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime() & 0xFFFFFF);
    private static final int READINGS = 30;
    private static final int VISITORS_EACH = 6;
    private static final int PAUSE_MILLIS = 300;

    @TempDir
    private static Path folder;

    private final SoakCounts counts = new SoakCounts();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Visits share it; who takes stock of a server has it alone, when no visit is under way. */
    private final ReadWriteLock visiting = new ReentrantReadWriteLock(true);

    @Test
    void every_reply_is_right_and_the_server_holds_no_more_at_the_end_than_in_the_beginning() throws Exception {
        System.out.printf("soak: %s minutes, -Dsoak.seed=%d%n", MINUTES, SEED);
        try (SoakTarget plain = SoakTarget.plain();
                SoakTarget tls = SoakTarget.tls(folder)) {
            List<SoakTarget> targets = List.of(plain, tls);
            Random seeds = new Random(SEED);
            for (SoakTarget target : targets) {
                start(new Random(seeds.nextLong()), random -> roundOfSteadyClient(target, random));
                for (int i = 0; i < VISITORS_EACH; i++) {
                    start(new Random(seeds.nextLong()), random -> visit(target, random));
                }
            }
            for (int i = 1; i <= READINGS; i++) {
                TimeUnit.MILLISECONDS.sleep((long) (MINUTES * 60_000 / READINGS));
                takeStock(i, targets);
            }
            for (SoakTarget target : targets) {
                System.out.println(target.thirds());
                target.assertSound();
            }
        } finally {
            end.countDown();
            threads.shutdown();
        }
    }

    private interface Doing {
        void run(Random random) throws Exception;
    }

    /** Again and again with a pause, until the end. */
    private void start(Random random, Doing doing) {
        threads.execute(() -> {
            try {
                while (!end.await(random.nextInt(PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                    visiting.readLock().lock();
                    try {
                        doing.run(random);
                    } finally {
                        visiting.readLock().unlock();
                    }
                }
            } catch (Exception e) {
                counts.wrong("a client of the soak failed: " + e);
            }
        });
    }

    private void roundOfSteadyClient(SoakTarget target, Random random) {
        try {
            target.roundOfSteadyClient(random, counts, threads);
        } catch (Exception | AssertionError e) {
            counts.wrong(target + ", the client that stays connected: " + e);
        }
    }

    private void visit(SoakTarget target, Random random) {
        long seed = random.nextLong();
        SoakVisit visit = new SoakVisit(seed, counts);
        try {
            if (target.tls().isPresent() && random.nextInt(20) == 0) {
                visitWithoutTls(target);
            }
            visit.run(target.address(), target.tls(), threads);
        } catch (Exception | AssertionError e) {
            counts.wrong(target + ", visit of seed " + seed + ", " + visit + ": " + e);
        }
    }

    /** Half a TLS hello, or no TLS at all. */
    private void visitWithoutTls(SoakTarget target) throws IOException {
        try (Socket socket =
                new Socket(target.address().getAddress(), target.address().getPort())) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2});
            counts.add("connections: client gives up the TLS handshake");
        }
        try (Socket socket =
                new Socket(target.address().getAddress(), target.address().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
            counts.add("connections: client speaks no TLS");
        }
    }

    private void takeStock(int reading, List<SoakTarget> targets) throws Exception {
        visiting.writeLock().lock();
        try {
            assertEquals(List.of(), counts.wrong());
            List<String> lines = new ArrayList<>();
            for (SoakTarget target : targets) {
                lines.add(target.read());
            }
            System.out.printf(
                    "%d/%d %s%n    %s%n", reading, READINGS, counts, String.join("%n    ".formatted(), lines));
        } finally {
            visiting.writeLock().unlock();
        }
    }
}
