package io.github.minaprotobuf.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Time and allocation of one frame that arrives in many chunks. */
public class LargeFrameDecode extends LargeFrames {

    @Param({"16MiB/whole", "16MiB/2KiB", "16MiB/64KiB", "256MiB/whole", "256MiB/2KiB", "256MiB/64KiB"})
    public String load;

    @Param({"BARE", "COPY", "OURS_HEAP", "OURS_DIRECT", "NETTY_DIRECT", "QUESTION"})
    public DecodeSubject subject;

    @Setup
    public void setUp(Blackhole blackhole) {
        prepare(subject, load, blackhole);
    }
}
