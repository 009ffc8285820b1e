package io.github.minaprotobuf.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Time and allocation per frame, where a chunk holds frames or a frame holds few chunks. */
public class SmallFrameDecode extends SmallFrames {

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

    @Param({"BARE", "OURS_HEAP", "OURS_DIRECT", "OURS_TYPED", "STOCK", "NETTY_HEAP", "NETTY_DIRECT", "QUESTION"})
    public DecodeSubject subject;

    @Setup
    public void setUp(Blackhole blackhole) {
        prepare(subject, load, blackhole);
    }
}
