package io.github.minaprotobuf.codec;

import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Each format, and its frames as a peer writes them that knows nothing of this codec. */
enum Wire {
    LE32(FrameFormat.littleEndian32()) {
        @Override
        byte[] header(long length) {
            return ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) length)
                    .array();
        }
    },
    BE32(FrameFormat.bigEndian32()) {
        @Override
        byte[] header(long length) {
            return ByteBuffer.allocate(4).putInt((int) length).array();
        }
    },
    VARINT32(FrameFormat.varint32()) {
        @Override
        byte[] header(long length) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long rest = length;
            for (; rest >= 128; rest /= 128) {
                out.write((int) (rest % 128 + 128));
            }
            out.write((int) rest);
            return out.toByteArray();
        }
    },
    GRPC(FrameFormat.grpc()) {
        @Override
        byte[] header(long length) {
            return ByteBuffer.allocate(5).put((byte) 0).putInt((int) length).array();
        }
    },
    /** Of many parts; the length field counts itself and what follows up to the body. */
    CUSTOM(FrameFormat.builder()
            .constant((byte) 0xCA, (byte) 0xFE)
            .reserved(1)
            .fixedLength(8, ByteOrder.LITTLE_ENDIAN)
            .reserved(3)
            .lengthAdjustment(-11)
            .build()) {
        @Override
        byte[] header(long length) {
            return ByteBuffer.allocate(14)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 0xCA)
                    .put((byte) 0xFE)
                    .put((byte) 0)
                    .putLong(length + 11)
                    .array();
        }
    };

    private final FrameFormat format;

    Wire(FrameFormat format) {
        this.format = format;
    }

    FrameFormat format() {
        return format;
    }

    /** A header that declares a body of that many bytes. */
    abstract byte[] header(long length);

    byte[] frame(byte... body) {
        return concat(header(body.length), body);
    }

    byte[] frame(MessageLite message) {
        return frame(message.toByteArray());
    }

    byte[] frames(List<? extends MessageLite> messages) {
        return concat(messages.stream().map(this::frame).toArray(byte[][]::new));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
