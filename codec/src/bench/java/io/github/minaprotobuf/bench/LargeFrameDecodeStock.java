package io.github.minaprotobuf.bench;

import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * {@link LargeFrameDecode} for the stock idiom, few times: one frame of 256 MiB takes it most of a minute in chunks of
 * 64 KiB, and would take it an hour in chunks of 2 KiB.
 */
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1) // the JVM's arguments are those of LargeFrames
public class LargeFrameDecodeStock extends LargeFrames {

    @Param({"16MiB/whole", "16MiB/2KiB", "16MiB/64KiB", "256MiB/whole", "256MiB/64KiB"})
    public String load;

    @Param({"STOCK"})
    public DecodeSubject subject;

    @Setup
    public void setUp(Blackhole blackhole) {
        prepare(subject, load, blackhole);
    }
}
