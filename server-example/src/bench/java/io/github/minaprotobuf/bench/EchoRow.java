package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.bench.client.Measurement;
import java.util.List;

/** One contender under one load: medians over the turns, then the turns. */
public record EchoRow(
        String load,
        String server,
        double messagesPerSecond,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double serverCpuSecondsPerMillion,
        double peakRssMiB,
        List<Measurement> turns) {}
