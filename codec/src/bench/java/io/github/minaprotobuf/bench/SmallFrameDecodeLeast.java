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

/** {@link SmallFrameDecode} for the least decoder, which knows no cut frames. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class SmallFrameDecodeLeast {

    private static final int FRAMES = 64;

    @Param({"10B/batch", "10B/whole", "1kB/batch", "1kB/whole"})
    public String load;

    @Param({"LEAST"})
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
