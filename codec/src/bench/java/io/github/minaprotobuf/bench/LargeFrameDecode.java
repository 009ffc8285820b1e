package io.github.minaprotobuf.bench;

import org.openjdk.jmh.annotations.Param;

/** Time and allocation of one frame that arrives in many chunks. */
public class LargeFrameDecode extends LargeFrames {

    @Param({"16MiB/whole", "16MiB/2KiB", "16MiB/64KiB", "256MiB/whole", "256MiB/2KiB", "256MiB/64KiB"})
    public String load;

    @Param({"BARE", "COPY", "OURS_HEAP", "OURS_DIRECT", "NETTY_DIRECT", "QUESTION"})
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
