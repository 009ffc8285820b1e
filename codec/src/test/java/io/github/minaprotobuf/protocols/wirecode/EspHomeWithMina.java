package io.github.minaprotobuf.protocols.wirecode;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;

/** A zero, then length and type as varints. */
final class EspHomeWithMina {

    // wire code begins
    private static final MessageTypes TYPES = MessageTypes.builder()
            .type(2, Sample.getDefaultInstance())
            .type(128, Strict.getDefaultInstance())
            .build();

    static final FrameFormat FORMAT =
            FrameFormat.builder().constant((byte) 0).varintLength().varintType().build();

    static final ProtobufCodecFactory CODEC =
            ProtobufCodecFactory.builder(TYPES).frameFormat(FORMAT).build();
    // wire code ends

    private EspHomeWithMina() {}
}
