package io.github.minaprotobuf.bench;

import org.openjdk.jmh.annotations.Param;

/** {@link SmallFrameDecode} for the least decoder, which knows no cut frames. */
public class SmallFrameDecodeLeast extends SmallFrames {

    @Param({"10B/batch", "10B/whole", "1kB/batch", "1kB/whole"})
    public String load;

    @Param({"LEAST"})
    public DecodeSubject subject;

    @Override
    DecodeSubject subject() {
        return subject;
    }

    @Override
    String load() {
        return load;
    }
}
