package io.github.minaprotobuf.bench.client;

/** What a load client saw; its only output, as JSON. CPU times are those of the measured phase. */
public record Measurement(
        long messages,
        double seconds,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        double serverCpuSeconds,
        double clientCpuSeconds,
        double serverPeakRssMiB) {

    public double messagesPerSecond() {
        return messages / seconds;
    }

    public double serverCpuSecondsPerMillion() {
        return serverCpuSeconds / messages * 1e6;
    }
}
