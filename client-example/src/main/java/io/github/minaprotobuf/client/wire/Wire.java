package io.github.minaprotobuf.client.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The header before each body, by the names that the command line gives the formats. Written anew, not taken from the
 * codec: the client must be able to catch the codec's mistakes.
 */
public enum Wire {
    /** Four bytes, lowest first. */
    LE32 {
        @Override
        public byte[] header(int bodyLength) {
            return ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(bodyLength)
                    .array();
        }

        @Override
        long readBodyLength(ByteSource in) throws IOException {
            return Integer.toUnsignedLong(Integer.reverseBytes(readBigEndian(in)));
        }
    },

    /** Four bytes, highest first. */
    BE32 {
        @Override
        public byte[] header(int bodyLength) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(bodyLength).array();
        }

        @Override
        long readBodyLength(ByteSource in) throws IOException {
            return Integer.toUnsignedLong(readBigEndian(in));
        }
    },

    /** One to five bytes of seven bits each, lowest first; all but the last have the highest bit set. */
    VARINT32 {
        @Override
        public byte[] header(int bodyLength) {
            ByteBuffer header = ByteBuffer.allocate(MAX_VARINT_BYTES);
            int rest = bodyLength;
            while (rest >>> 7 != 0) {
                header.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            header.put((byte) rest);
            return Arrays.copyOf(header.array(), header.position());
        }

        @Override
        long readBodyLength(ByteSource in) throws IOException {
            long length = 0;
            for (int i = 0; i < MAX_VARINT_BYTES; i++) {
                int next = in.next();
                length |= (long) (next & 0x7F) << (7 * i);
                if (next < 0x80) {
                    return length;
                }
            }
            throw new BadFrameException("a varint of more than " + MAX_VARINT_BYTES + " bytes");
        }
    },

    /** A flag byte, 0 for "not compressed", then four bytes, highest first. */
    GRPC {
        @Override
        public byte[] header(int bodyLength) {
            return ByteBuffer.allocate(1 + Integer.BYTES)
                    .put((byte) 0)
                    .putInt(bodyLength)
                    .array();
        }

        @Override
        long readBodyLength(ByteSource in) throws IOException {
            int flag = in.next();
            if (flag != 0) {
                throw new BadFrameException("a flag byte of " + flag + ", expected 0");
            }
            return Integer.toUnsignedLong(readBigEndian(in));
        }
    };

    private static final int MAX_VARINT_BYTES = 5;

    /** @throws IllegalArgumentException when there is no format of that name */
    public static Wire parse(String name) {
        return Arrays.stream(values())
                .filter(wire -> wire.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of " + names()));
    }

    private static String names() {
        return Arrays.stream(values()).map(Wire::toString).collect(Collectors.joining(", "));
    }

    /** The shortest header of a body of that many bytes, taken as unsigned. */
    public abstract byte[] header(int bodyLength);

    /**
     * Reads one header, and nothing past it.
     *
     * @throws BadFrameException when the bytes are no header
     */
    abstract long readBodyLength(ByteSource in) throws IOException;

    /** The number of bytes in the longest header. */
    public int longestHeader() {
        return header(Integer.MAX_VALUE).length;
    }

    /** The name on command lines and in reports: {@code le32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static int readBigEndian(ByteSource in) throws IOException {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | in.next();
        }
        return value;
    }

    /** Bytes, one at a time. */
    @FunctionalInterface
    interface ByteSource {
        /** @throws java.io.EOFException when there is none left */
        int next() throws IOException;
    }
}
