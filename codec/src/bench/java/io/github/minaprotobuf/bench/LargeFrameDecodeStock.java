package io.github.minaprotobuf.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * {@link LargeFrameDecode} for the stock idiom, few times: one frame of 256 MiB takes it most of a minute in chunks of
 * 64 KiB, and would take it an hour in chunks of 2 KiB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch"})
public class LargeFrameDecodeStock {

    @Param({"16MiB/whole", "16MiB/2KiB", "16MiB/64KiB", "256MiB/whole", "256MiB/64KiB"})
    public String load;

    @Param({"STOCK"})
    public DecodeSubject subject;

    private Runnable decoding;

    @Setup
    public void setUp(Blackhole blackhole) {
        decoding = subject.over(Traffic.of(load, 1), blackhole::consume);
    }

    @Benchmark
    public void decode() {
        decoding.run();
    }
}
