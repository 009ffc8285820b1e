package io.github.minaprotobuf.client.bench;

import java.util.OptionalDouble;

/** Finds the highest rate that a server holds: doubles the rate until it does not, then halves what lies between. */
public final class SaturationSearch {

    /** The search ends when the lowest rate that was not held is so many times the highest that was. */
    private static final double CLOSE = 1.05;

    private static final double LOWEST = 1;
    private static final double HIGHEST = 1e9;

    private SaturationSearch() {}

    /** Runs one step, and judges it. */
    @FunctionalInterface
    public interface Trial {
        boolean holds(double rate) throws InterruptedException;
    }

    /**
     * @param start the first rate that is tried
     * @return the highest rate that was held; empty when even one request a second was not
     */
    public static OptionalDouble run(double start, Trial trial) throws InterruptedException {
        double held = 0;
        double notHeld = 0;
        double rate = start;
        while (held == 0 || notHeld == 0) {
            if (trial.holds(rate)) {
                held = rate;
                rate *= 2;
            } else {
                notHeld = rate;
                rate = Math.floor(rate / 2);
            }
            if (rate < LOWEST) {
                return OptionalDouble.empty();
            }
            if (rate > HIGHEST) {
                return OptionalDouble.of(held);
            }
        }
        while (notHeld > held * CLOSE && notHeld - held > 1) {
            rate = Math.round((held + notHeld) / 2);
            if (trial.holds(rate)) {
                held = rate;
            } else {
                notHeld = rate;
            }
        }
        return OptionalDouble.of(held);
    }
}
