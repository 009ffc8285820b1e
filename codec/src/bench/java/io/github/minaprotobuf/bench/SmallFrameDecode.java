package io.github.minaprotobuf.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time and allocation per frame, where a chunk holds frames or a frame holds few chunks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class SmallFrameDecode {

    private static final int FRAMES = 64;

    @Param({
        "10B/batch",
        "10B/whole",
        "1kB/batch",
        "1kB/whole",
        "1kB/2KiB",
        "1kB/64KiB",
        "64KiB/whole",
        "64KiB/2KiB",
        "64KiB/64KiB"
    })
    public String load;

    @Param({"BARE", "OURS_HEAP", "OURS_DIRECT", "STOCK", "NETTY_HEAP", "NETTY_DIRECT", "QUESTION"})
    public DecodeSubject subject;

    private Runnable decoding;

    @Setup
    public void setUp(Blackhole blackhole) {
        decoding = subject.over(Traffic.of(load, FRAMES), blackhole::consume);
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void decode() {
        decoding.run();
    }
}
