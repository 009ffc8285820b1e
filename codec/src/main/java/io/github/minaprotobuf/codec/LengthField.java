package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A number alone, the body's length: the simplest header, and the part of any other. */
sealed interface LengthField extends Header {

    @Override
    default int minBodyLength() {
        return 0;
    }

    /** An unsigned integer of so many bytes. */
    static LengthField fixed(int bytes, ByteOrder order) {
        return bytes == Integer.BYTES ? new Fixed32(order) : new Fixed(bytes, order);
    }

    /** An unsigned integer of 4 bytes, read and written in one go: most headers are this. */
    record Fixed32(ByteOrder order) implements LengthField {

        @Override
        public int maxLength() {
            return Integer.BYTES;
        }

        @Override
        public long maxBodyLength() {
            return 0xFFFF_FFFFL;
        }

        @Override
        public int lengthBefore(long bodyLength) {
            return Integer.BYTES;
        }

        @Override
        public void write(ByteBuffer out, long bodyLength) {
            out.putInt(inOrderOf(out, (int) bodyLength));
        }

        @Override
        public int lengthAt(ByteBuffer in, int index) {
            return Integer.BYTES;
        }

        @Override
        public long bodyLengthAt(ByteBuffer in, int index) {
            return Integer.toUnsignedLong(inOrderOf(in, in.getInt(index)));
        }

        private int inOrderOf(ByteBuffer buffer, int value) {
            return buffer.order() == order ? value : Integer.reverseBytes(value);
        }
    }

    /** An unsigned integer of 1, 2, 3 or 8 bytes. */
    record Fixed(int bytes, ByteOrder order) implements LengthField {

        @Override
        public int maxLength() {
            return bytes;
        }

        @Override
        public long maxBodyLength() {
            return bytes == Long.BYTES ? Long.MAX_VALUE : (1L << (bytes * Byte.SIZE)) - 1;
        }

        @Override
        public int lengthBefore(long bodyLength) {
            return bytes;
        }

        @Override
        public void write(ByteBuffer out, long bodyLength) {
            for (int i = 0; i < bytes; i++) {
                out.put((byte) (bodyLength >>> shift(i)));
            }
        }

        @Override
        public int lengthAt(ByteBuffer in, int index) {
            return bytes;
        }

        @Override
        public long bodyLengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value |= (in.get(index + i) & 0xFFL) << shift(i);
            }
            if (value < 0) {
                throw new CorruptedFrameException(
                        "length prefix " + Long.toUnsignedString(value) + " is over the limit of " + Long.MAX_VALUE,
                        in);
            }
            return value;
        }

        private int shift(int i) {
            return Byte.SIZE * (order == ByteOrder.LITTLE_ENDIAN ? i : bytes - 1 - i);
        }
    }

    /**
     * Protobuf's base-128 varint of an unsigned 32-bit integer: 1 to 5 bytes, seven bits each, lowest first. Longer
     * than minimal is fine, as in protobuf's own parsers; longer than 5 bytes is not.
     *
     * @see <a href="https://protobuf.dev/programming-guides/encoding/#varints">Base 128 Varints</a>
     */
    record Varint() implements LengthField {

        private static final int MAX_BYTES = 5;

        @Override
        public int maxLength() {
            return MAX_BYTES;
        }

        @Override
        public long maxBodyLength() {
            return 0xFFFF_FFFFL;
        }

        @Override
        public int lengthBefore(long bodyLength) {
            int significantBits = Long.SIZE - Long.numberOfLeadingZeros(bodyLength | 1);
            return (significantBits + 6) / 7;
        }

        @Override
        public void write(ByteBuffer out, long bodyLength) {
            long rest = bodyLength;
            while (rest > 0x7F) {
                out.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            out.put((byte) rest);
        }

        @Override
        public int lengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
            for (int i = 0; i < MAX_BYTES; i++) {
                if (index + i >= in.limit() || in.get(index + i) >= 0) {
                    return i + 1;
                }
            }
            throw new CorruptedFrameException(
                    "varint length prefix is longer than the limit of " + MAX_BYTES + " bytes", in);
        }

        @Override
        public long bodyLengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
            long value = 0;
            for (int i = 0; ; i++) {
                byte next = in.get(index + i);
                value |= (next & 0x7FL) << (7 * i);
                if (next >= 0) {
                    break;
                }
            }
            if (value > maxBodyLength()) {
                throw new CorruptedFrameException(
                        "varint length prefix " + value + " is over the limit of 32 bits, " + maxBodyLength(), in);
            }
            return value;
        }
    }
}
