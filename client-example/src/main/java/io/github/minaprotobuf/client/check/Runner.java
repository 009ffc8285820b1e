package io.github.minaprotobuf.client.check;

import io.github.minaprotobuf.client.check.Result.Outcome;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs cases against a target, one at a time, each on connections of its own and no longer than its time. */
public final class Runner implements AutoCloseable {

    private final Target target;
    private final ServerPolicy policy;
    private final Duration timeout;
    private final long seed;
    private final Causes causes = new Causes();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(Runner::daemon);

    public Runner(Target target, ServerPolicy policy, Duration timeout, long seed) {
        this.target = target;
        this.policy = policy;
        this.timeout = timeout;
        this.seed = seed;
    }

    /** A case does the same with the same seed, whether it runs alone or among others; only its cause is among them. */
    public Result run(Case testCase) {
        if (!testCase.scope().covers(target.wire())) {
            return leftOut(testCase, "the case is about " + testCase.scope());
        }
        long start = System.nanoTime();
        try (Trial trial =
                new Trial(target, policy, new Random(seed + testCase.id().hashCode()))) {
            try {
                attempt(testCase, trial);
                causes.passed(testCase);
                Exchange exchange = trial.exchange(testCase.requirement());
                return new Result(testCase, Outcome.PASSED, since(start), exchange, Optional.empty());
            } catch (CaseFailure e) {
                Optional<Cause> cause = causes.failed(testCase, e);
                return new Result(testCase, Outcome.FAILED, since(start), e.exchange(), cause);
            } catch (Wire.UnsayableException e) {
                return leftOut(testCase, e.getMessage());
            }
        }
    }

    private static Result leftOut(Case testCase, String why) {
        Exchange nothing = new Exchange("nothing", "nothing: " + why, "nothing");
        return new Result(testCase, Outcome.NOT_APPLICABLE, Duration.ZERO, nothing, Optional.empty());
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }

    private void attempt(Case testCase, Trial trial) throws CaseFailure {
        long time = timeout.plus(testCase.extraTime()).toMillis();
        Future<?> deadline = deadlines.schedule(trial::expire, time, TimeUnit.MILLISECONDS);
        try {
            testCase.script().run(trial);
            if (testCase.disruptive()) {
                trial.requireStillServing();
            }
        } finally {
            deadline.cancel(false);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "deadlines");
        thread.setDaemon(true);
        return thread;
    }
}
