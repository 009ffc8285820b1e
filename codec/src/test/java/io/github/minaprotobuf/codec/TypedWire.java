package io.github.minaprotobuf.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;

/** Formats whose header says the body's type, and their frames as a peer writes them that knows nothing of this codec. */
enum TypedWire {
    MUMBLE(FrameFormat.builder().fixedType(2, BIG_ENDIAN).fixedLength(4, BIG_ENDIAN)) {
        @Override
        byte[] header(long type, int length) {
            return ByteBuffer.allocate(6).putShort((short) type).putInt(length).array();
        }
    },
    RIAK(FrameFormat.builder()
            .fixedLength(4, BIG_ENDIAN)
            .fixedType(1, BIG_ENDIAN)
            .lengthAdjustment(-1)) {
        @Override
        byte[] header(long type, int length) {
            return ByteBuffer.allocate(5).putInt(length + 1).put((byte) type).array();
        }
    },
    MYSQL_X(FrameFormat.builder()
            .fixedLength(4, LITTLE_ENDIAN)
            .fixedType(1, LITTLE_ENDIAN)
            .lengthAdjustment(-1)) {
        @Override
        byte[] header(long type, int length) {
            return ByteBuffer.allocate(5)
                    .order(LITTLE_ENDIAN)
                    .putInt(length + 1)
                    .put((byte) type)
                    .array();
        }
    },
    ESPHOME(FrameFormat.builder().constant((byte) 0).varintLength().varintType()) {
        @Override
        byte[] header(long type, int length) {
            return Wire.concat(new byte[1], Wire.VARINT32.header(length), Wire.VARINT32.header(type));
        }
    },
    STEAM(FrameFormat.builder()
            .fixedLength(4, LITTLE_ENDIAN)
            .constant((byte) 'V', (byte) 'T', (byte) '0', (byte) '1')
            .fixedType(4, LITTLE_ENDIAN)
            .lengthAdjustment(-4)) {
        @Override
        byte[] header(long type, int length) {
            return ByteBuffer.allocate(12)
                    .order(LITTLE_ENDIAN)
                    .putInt(length + 4)
                    .put(new byte[] {0x56, 0x54, 0x30, 0x31})
                    .putInt((int) type)
                    .array();
        }
    },
    /** A varint that is not the last part, and a filler at each of the three places. */
    ALL_KINDS(FrameFormat.builder()
            .reserved(1)
            .constant((byte) 0xCA)
            .varintType()
            .constant((byte) 0xFE)
            .reserved(2)
            .fixedLength(3, BIG_ENDIAN)
            .reserved(1)
            .constant((byte) 7)
            .lengthAdjustment(3)) {
        @Override
        byte[] header(long type, int length) {
            byte[] lengthField = ByteBuffer.allocate(4).putInt(length - 3).array();
            lengthField[0] = 0; // the last of what is reserved before it
            return Wire.concat(
                    new byte[] {0, (byte) 0xCA},
                    Wire.VARINT32.header(type),
                    new byte[] {(byte) 0xFE, 0},
                    lengthField,
                    new byte[] {0, 7});
        }
    };

    private final FrameFormat format;

    TypedWire(FrameFormatBuilder format) {
        this.format = format.build();
    }

    FrameFormat format() {
        return format;
    }

    /** A header that declares a body of that type and that many bytes. */
    abstract byte[] header(long type, int length);

    byte[] frame(long type, byte... body) {
        return Wire.concat(header(type, body.length), body);
    }

    byte[] frame(long type, MessageLite message) {
        return frame(type, message.toByteArray());
    }
}
