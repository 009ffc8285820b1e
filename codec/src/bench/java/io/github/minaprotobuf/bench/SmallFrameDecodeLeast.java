package io.github.minaprotobuf.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** {@link SmallFrameDecode} for the least decoder, which knows no cut frames. */
public class SmallFrameDecodeLeast extends SmallFrames {

    @Param({"10B/batch", "10B/whole", "1kB/batch", "1kB/whole"})
    public String load;

    @Param({"LEAST"})
    public DecodeSubject subject;

    @Setup
    public void setUp(Blackhole blackhole) {
        prepare(subject, load, blackhole);
    }
}
