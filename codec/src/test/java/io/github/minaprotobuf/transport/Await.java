package io.github.minaprotobuf.transport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/** Waits for what a test expects to become true. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(5);
        }
    }

    /** Until the value has been the same for that long. */
    static void standstill(String of, Duration time, LongSupplier value) throws Exception {
        long[] last = {value.getAsLong(), System.nanoTime()};
        until("a standstill of " + of, () -> {
            if (value.getAsLong() != last[0]) {
                last[0] = value.getAsLong();
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > time.toNanos();
        });
    }
}
