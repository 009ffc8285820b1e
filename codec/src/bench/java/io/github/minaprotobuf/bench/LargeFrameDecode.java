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

/** Time and allocation of one frame that arrives in many chunks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 2,
        jvmArgs = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch"})
public class LargeFrameDecode {

    @Param({"16MiB/whole", "16MiB/2KiB", "16MiB/64KiB", "256MiB/whole", "256MiB/2KiB", "256MiB/64KiB"})
    public String load;

    @Param({"BARE", "COPY", "OURS_HEAP", "OURS_DIRECT", "NETTY_DIRECT", "QUESTION"})
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
