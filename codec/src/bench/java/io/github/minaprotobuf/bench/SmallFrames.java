package io.github.minaprotobuf.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time and allocation per frame, for the benchmarks of small ones. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public abstract class SmallFrames {

    private static final int FRAMES = 64;

    private Runnable decoding;

    /** What each invocation does from now on. */
    final void prepare(DecodeSubject subject, String load, Blackhole blackhole) {
        decoding = subject.over(Traffic.of(load, FRAMES), blackhole::consume);
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void decode() {
        decoding.run();
    }
}
