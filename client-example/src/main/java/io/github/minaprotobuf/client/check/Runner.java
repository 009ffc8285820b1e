package io.github.minaprotobuf.client.check;

import io.github.minaprotobuf.client.wire.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs cases against a target, one at a time, each on connections of its own and no longer than the timeout. */
public final class Runner implements AutoCloseable {

    private final Target target;
    private final Duration timeout;
    private final long seed;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(Runner::daemon);

    public Runner(Target target, Duration timeout, long seed) {
        this.target = target;
        this.timeout = timeout;
        this.seed = seed;
    }

    /** A case does the same with the same seed, whether it runs alone or among others. */
    public Result run(Case testCase) {
        long start = System.nanoTime();
        Optional<CaseFailure> failure = attempt(testCase);
        return new Result(testCase, Duration.ofNanos(System.nanoTime() - start), failure);
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }

    private Optional<CaseFailure> attempt(Case testCase) {
        try (Trial trial = new Trial(target, new Random(seed + testCase.id().hashCode()))) {
            Future<?> deadline = deadlines.schedule(trial::expire, timeout.toMillis(), TimeUnit.MILLISECONDS);
            try {
                testCase.script().run(trial);
                return Optional.empty();
            } catch (CaseFailure e) {
                return Optional.of(e);
            } finally {
                deadline.cancel(false);
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "deadlines");
        thread.setDaemon(true);
        return thread;
    }
}
