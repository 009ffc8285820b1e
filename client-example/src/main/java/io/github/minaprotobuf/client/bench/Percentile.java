package io.github.minaprotobuf.client.bench;

import java.util.List;
import java.util.stream.DoubleStream;

/** A percentile of latencies that reports show. */
record Percentile(double value) {

    static final List<Percentile> ALL = of(50, 75, 90, 99, 99.9, 99.99, 100);

    /** Those that have room in a table of steps. */
    static final List<Percentile> OF_STEPS = of(50, 99, 99.9, 100);

    private static List<Percentile> of(double... values) {
        return DoubleStream.of(values).mapToObj(Percentile::new).toList();
    }

    /** {@code p99.9}, {@code max}. */
    @Override
    public String toString() {
        return value == 100 ? "max" : "p" + Rates.format(value);
    }
}
