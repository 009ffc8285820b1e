package io.github.minaprotobuf.protocols.wirecode;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;

/** u16 type, u32 length, both highest byte first. */
final class MumbleWithMina {

    // wire code begins
    private static final MessageTypes TYPES = MessageTypes.builder()
            .type(0, Sample.getDefaultInstance())
            .type(3, Strict.getDefaultInstance())
            .build();

    static final FrameFormat FORMAT = FrameFormat.builder()
            .fixedType(2, BIG_ENDIAN)
            .fixedLength(4, BIG_ENDIAN)
            .build();

    static final ProtobufCodecFactory CODEC =
            ProtobufCodecFactory.builder(TYPES).frameFormat(FORMAT).build();
    // wire code ends

    private MumbleWithMina() {}
}
