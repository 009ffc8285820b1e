package io.github.minaprotobuf.bench;

import java.util.Arrays;

final class Statistics {

    private Statistics() {}

    static double median(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
