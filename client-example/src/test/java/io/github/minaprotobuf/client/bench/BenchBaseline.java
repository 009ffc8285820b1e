package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Compares the benchmark's closed loop with {@link RawLoad}, in turns against one server, 10 bytes of payload, 4
 * connections with 100 requests under way each. Argument: the port of an echo server that speaks le32. Exits with 1
 * when the median is under 0.7 of the raw client's.
 */
final class BenchBaseline {

    private static final int ROUNDS = 5;
    private static final int CONNECTIONS = 4;
    private static final int PIPELINE = 100;
    private static final int PAYLOAD = 10;
    private static final double LEAST = 0.7;
    private static final Duration WARMUP = Duration.ofSeconds(2);
    private static final Duration DURATION = Duration.ofSeconds(4);

    private BenchBaseline() {}

    public static void main(String... args) throws Exception {
        int port = Integer.parseInt(args[0]);
        double[] raw = new double[ROUNDS];
        double[] bench = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            raw[i] = new RawLoad(frame(), PIPELINE).run(port, CONNECTIONS, WARMUP, DURATION);
            bench[i] = bench(port);
            System.out.printf(Locale.ROOT, "raw %,.0f a second, bench %,.0f a second%n", raw[i], bench[i]);
        }
        double ratio = median(bench) / median(raw);
        System.out.printf(Locale.ROOT, "ratio of medians %.2f, at least %.1f wanted%n", ratio, LEAST);
        System.exit(ratio >= LEAST ? 0 : 1);
    }

    static double bench(int port) throws InterruptedException {
        Plan plan = new Plan(
                new Target("127.0.0.1", port, Wire.LE32, Duration.ofSeconds(5)),
                CONNECTIONS,
                PIPELINE,
                new PayloadSizes(PAYLOAD, PAYLOAD),
                Optional.empty(),
                WARMUP,
                DURATION,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(10));
        try (LoadRun load = new LoadRun(plan)) {
            Outcome outcome = load.run((sinceStart, replies, failures) -> {});
            if (outcome.failureCount() > 0) {
                throw new IllegalStateException(outcome.failures().toString());
            }
            return outcome.repliesPerSecond();
        }
    }

    private static byte[] frame() {
        byte[] payload = new byte[PAYLOAD];
        byte[] body = Echo.newBuilder()
                .setId(1)
                .setPayload(ByteString.copyFrom(payload))
                .build()
                .toByteArray();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(Wire.LE32.header(body.length));
        frame.writeBytes(body);
        return frame.toByteArray();
    }

    static double median(double[] rates) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
