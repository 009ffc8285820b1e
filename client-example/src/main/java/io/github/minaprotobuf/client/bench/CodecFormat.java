package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.client.wire.HeaderPart;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.FrameFormatBuilder;
import io.github.minaprotobuf.server.WireFormat;
import java.nio.ByteOrder;

/** The client's formats as the codec knows them: for what sends through the codec, or starts a server of it. */
public final class CodecFormat {

    private CodecFormat() {}

    /** @throws IllegalArgumentException when the codec has no such format; names what it lacks */
    public static FrameFormat of(Wire wire) {
        if (Wire.named().contains(wire)) {
            return WireFormat.parse(wire.toString()).frameFormat();
        }
        FrameFormatBuilder format = FrameFormat.builder().lengthAdjustment((int) wire.adjustment());
        try {
            wire.parts().forEach(part -> append(part, format));
            return format.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the codec has no format " + wire + ": " + e.getMessage(), e);
        }
    }

    private static void append(HeaderPart part, FrameFormatBuilder format) {
        ByteOrder order = part.lowestFirst() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        switch (part.kind()) {
            case CONST -> format.constant(part.constant());
            case RESERVED -> format.reserved(part.bytes());
            case COMPRESSED -> throw new IllegalArgumentException("a flag of compression is in grpc alone");
            case LENGTH -> {
                if (part.isVarint()) {
                    format.varintLength();
                } else {
                    format.fixedLength(part.bytes(), order);
                }
            }
            case TYPE -> {
                if (part.isVarint()) {
                    format.varintType();
                } else {
                    format.fixedType(part.bytes(), order);
                }
            }
        }
    }
}
