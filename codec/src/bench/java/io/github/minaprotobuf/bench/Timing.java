package io.github.minaprotobuf.bench;

import java.util.ArrayList;
import java.util.List;

/** Times of a task that takes anything from a millisecond to a minute. */
final class Timing {

    private static final double NANOS = 1e9;

    private Timing() {}

    /** Runs it for some time to warm up and for some time to measure, and at least twice in all. */
    static double medianSeconds(Runnable task) {
        double phaseSeconds = Settings.isQuick() ? 0.2 : 2;
        samples(task, phaseSeconds);
        return Statistics.median(samples(task, phaseSeconds).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private static List<Double> samples(Runnable task, double phaseSeconds) {
        List<Double> samples = new ArrayList<>();
        double total = 0;
        do {
            long start = System.nanoTime();
            task.run();
            double seconds = (System.nanoTime() - start) / NANOS;
            samples.add(seconds);
            total += seconds;
        } while (total < phaseSeconds);
        return samples;
    }
}
