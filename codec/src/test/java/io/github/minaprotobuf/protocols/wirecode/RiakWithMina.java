package io.github.minaprotobuf.protocols.wirecode;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;

/** u32 length, highest byte first, which counts the type; u8 type. */
final class RiakWithMina {

    // wire code begins
    private static final MessageTypes TYPES = MessageTypes.builder()
            .type(9, Sample.getDefaultInstance())
            .type(10, Strict.getDefaultInstance())
            .build();

    static final FrameFormat FORMAT = FrameFormat.builder()
            .fixedLength(4, BIG_ENDIAN)
            .fixedType(1, BIG_ENDIAN)
            .lengthAdjustment(-1)
            .build();

    static final ProtobufCodecFactory CODEC =
            ProtobufCodecFactory.builder(TYPES).frameFormat(FORMAT).build();
    // wire code ends

    private RiakWithMina() {}
}
