package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How the number in a header is written. Stateless; positions are absolute, so that a look moves nothing. */
sealed interface LengthField {

    /** The largest value that fits into this field. */
    long maxValue();

    /** The most bytes that this field takes. */
    int maxBytes();

    /** The bytes that {@code value} takes when written. */
    int bytesFor(long value);

    void write(ByteBuffer out, long value);

    /**
     * The bytes of the field that begins at {@code index}. When its end has not arrived yet, the least that it can
     * still be: more than there is.
     */
    int bytesAt(ByteBuffer in, int index) throws CorruptedFrameException;

    /** The value of the complete field at {@code index}, never negative. */
    long valueAt(ByteBuffer in, int index) throws CorruptedFrameException;

    /** An unsigned integer of 1, 2, 3, 4 or 8 bytes. */
    record Fixed(int bytes, ByteOrder order) implements LengthField {

        @Override
        public long maxValue() {
            return bytes == Long.BYTES ? Long.MAX_VALUE : (1L << (bytes * Byte.SIZE)) - 1;
        }

        @Override
        public int maxBytes() {
            return bytes;
        }

        @Override
        public int bytesFor(long value) {
            return bytes;
        }

        @Override
        public void write(ByteBuffer out, long value) {
            for (int i = 0; i < bytes; i++) {
                out.put((byte) (value >>> shift(i)));
            }
        }

        @Override
        public int bytesAt(ByteBuffer in, int index) {
            return bytes;
        }

        @Override
        public long valueAt(ByteBuffer in, int index) throws CorruptedFrameException {
            if (bytes == Integer.BYTES) { // in one go: most headers are of this kind
                int value = in.getInt(index);
                return Integer.toUnsignedLong(in.order() == order ? value : Integer.reverseBytes(value));
            }
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
        public long maxValue() {
            return 0xFFFF_FFFFL;
        }

        @Override
        public int maxBytes() {
            return MAX_BYTES;
        }

        @Override
        public int bytesFor(long value) {
            int significantBits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
            return (significantBits + 6) / 7;
        }

        @Override
        public void write(ByteBuffer out, long value) {
            long rest = value;
            while (rest > 0x7F) {
                out.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            out.put((byte) rest);
        }

        @Override
        public int bytesAt(ByteBuffer in, int index) throws CorruptedFrameException {
            for (int i = 0; i < MAX_BYTES; i++) {
                if (index + i >= in.limit() || in.get(index + i) >= 0) {
                    return i + 1;
                }
            }
            throw new CorruptedFrameException(
                    "varint length prefix is longer than the limit of " + MAX_BYTES + " bytes", in);
        }

        @Override
        public long valueAt(ByteBuffer in, int index) throws CorruptedFrameException {
            long value = 0;
            for (int i = 0; ; i++) {
                byte next = in.get(index + i);
                value |= (next & 0x7FL) << (7 * i);
                if (next >= 0) {
                    break;
                }
            }
            if (value > maxValue()) {
                throw new CorruptedFrameException(
                        "varint length prefix " + value + " is over the limit of 32 bits, " + maxValue(), in);
            }
            return value;
        }
    }
}
