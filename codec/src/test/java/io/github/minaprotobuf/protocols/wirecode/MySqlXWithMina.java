package io.github.minaprotobuf.protocols.wirecode;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;

/** u32 length, lowest byte first, which counts the type; u8 type. The ids are those of a client. */
final class MySqlXWithMina {

    // wire code begins
    private static final MessageTypes TYPES = MessageTypes.builder()
            .receive(3, Sample.getDefaultInstance())
            .send(5, Sample.getDefaultInstance())
            .receive(19, Strict.getDefaultInstance())
            .send(46, Strict.getDefaultInstance())
            .build();

    static final FrameFormat FORMAT = FrameFormat.builder()
            .fixedLength(4, LITTLE_ENDIAN)
            .fixedType(1, LITTLE_ENDIAN)
            .lengthAdjustment(-1)
            .build();

    static final ProtobufCodecFactory CODEC =
            ProtobufCodecFactory.builder(TYPES).frameFormat(FORMAT).build();
    // wire code ends

    private MySqlXWithMina() {}
}
