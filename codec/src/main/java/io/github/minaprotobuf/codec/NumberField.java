package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An unsigned number in a header: the body's length, or its type. A length alone is the simplest header. */
sealed interface NumberField extends Header
        permits NumberField.Fixed32, NumberField.Fixed, NumberField.Varint, CompressedFlag, AbsentField {

    /** What a number says. */
    enum Meaning {
        LENGTH("length prefix"),
        TYPE("type id");

        private final String inWords;

        Meaning(String inWords) {
            this.inWords = inWords;
        }
    }

    /** An unsigned integer of so many bytes. */
    static NumberField fixed(Meaning meaning, int bytes, ByteOrder order) {
        return bytes == Integer.BYTES ? new Fixed32(meaning, order) : new Fixed(meaning, bytes, order);
    }

    Meaning meaning();

    /** The least bytes that this field can take. */
    int minLength();

    long maxValue();

    int lengthOf(long value);

    /**
     * Writes byte by byte: the JIT does not always inline a {@code ByteBuffer}'s {@code putInt}, as some of its classes are
     * loaded late.
     *
     * @return where the next part begins
     */
    int write(byte[] frame, int at, long value);

    /** The number in the complete field at {@code index}. */
    long valueAt(ByteBuffer in, int index) throws CorruptedFrameException;

    @Override
    default int minBodyLength() {
        return 0;
    }

    @Override
    default long maxBodyLength() {
        return maxValue();
    }

    @Override
    default int lengthBefore(long bodyLength, int type) {
        return lengthOf(bodyLength);
    }

    @Override
    default int write(byte[] frame, long bodyLength, int type) {
        return write(frame, 0, bodyLength);
    }

    @Override
    default long bodyLengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
        return valueAt(in, index);
    }

    /** An unsigned integer of 4 bytes, read and written in one go: most headers are this. */
    record Fixed32(Meaning meaning, ByteOrder order) implements NumberField {

        @Override
        public int maxLength() {
            return Integer.BYTES;
        }

        @Override
        public int minLength() {
            return Integer.BYTES;
        }

        @Override
        public long maxValue() {
            return 0xFFFF_FFFFL;
        }

        @Override
        public int lengthOf(long value) {
            return Integer.BYTES;
        }

        @Override
        public int write(byte[] frame, int at, long value) {
            int highestFirst = order == ByteOrder.BIG_ENDIAN ? (int) value : Integer.reverseBytes((int) value);
            frame[at] = (byte) (highestFirst >>> 24);
            frame[at + 1] = (byte) (highestFirst >>> 16);
            frame[at + 2] = (byte) (highestFirst >>> 8);
            frame[at + 3] = (byte) highestFirst;
            return at + Integer.BYTES;
        }

        @Override
        public int lengthAt(ByteBuffer in, int index) {
            return Integer.BYTES;
        }

        @Override
        public long valueAt(ByteBuffer in, int index) {
            int value = in.getInt(index);
            return Integer.toUnsignedLong(in.order() == order ? value : Integer.reverseBytes(value));
        }

        @Override
        public long bodyLengthInOtherOrder(long bodyLength) {
            return Integer.toUnsignedLong(Integer.reverseBytes((int) bodyLength));
        }

        @Override
        public String toString() {
            return Fixed.inWords(meaning, Integer.BYTES, order);
        }
    }

    /** An unsigned integer of 1, 2, 3 or 8 bytes. */
    record Fixed(Meaning meaning, int bytes, ByteOrder order) implements NumberField {

        @Override
        public int maxLength() {
            return bytes;
        }

        @Override
        public int minLength() {
            return bytes;
        }

        @Override
        public long maxValue() {
            return bytes == Long.BYTES ? Long.MAX_VALUE : (1L << (bytes * Byte.SIZE)) - 1;
        }

        @Override
        public int lengthOf(long value) {
            return bytes;
        }

        @Override
        public int write(byte[] frame, int at, long value) {
            if (bytes == Short.BYTES) { // as types are, most often
                frame[at] = (byte) (value >>> shift(0));
                frame[at + 1] = (byte) (value >>> shift(1));
                return at + Short.BYTES;
            }
            for (int i = 0; i < bytes; i++) {
                frame[at + i] = (byte) (value >>> shift(i));
            }
            return at + bytes;
        }

        @Override
        public int lengthAt(ByteBuffer in, int index) {
            return bytes;
        }

        @Override
        public long valueAt(ByteBuffer in, int index) throws CorruptedFrameException {
            if (bytes == Short.BYTES) { // as types are, most often
                short value = in.getShort(index);
                return Short.toUnsignedInt(in.order() == order ? value : Short.reverseBytes(value));
            }
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value |= (in.get(index + i) & 0xFFL) << shift(i);
            }
            if (value < 0) {
                throw new CorruptedFrameException(
                        meaning.inWords + " " + Long.toUnsignedString(value) + " is over the limit of "
                                + Long.MAX_VALUE,
                        in);
            }
            return value;
        }

        @Override
        public long bodyLengthInOtherOrder(long bodyLength) {
            return Long.reverseBytes(bodyLength) >> (Long.SIZE - Byte.SIZE * bytes);
        }

        private int shift(int i) {
            return Byte.SIZE * (order == ByteOrder.LITTLE_ENDIAN ? i : bytes - 1 - i);
        }

        @Override
        public String toString() {
            return inWords(meaning, bytes, order);
        }

        private static String inWords(Meaning meaning, int bytes, ByteOrder order) {
            return label(meaning) + bytes + (order == ByteOrder.LITTLE_ENDIAN ? "le" : "be");
        }
    }

    /**
     * Protobuf's base-128 varint of an unsigned 32-bit integer: 1 to 5 bytes, seven bits each, lowest first. Longer
     * than minimal is fine, as in protobuf's own parsers; longer than 5 bytes is not.
     *
     * @see <a href="https://protobuf.dev/programming-guides/encoding/#varints">Base 128 Varints</a>
     */
    record Varint(Meaning meaning) implements NumberField {

        private static final int MAX_BYTES = 5;

        @Override
        public int maxLength() {
            return MAX_BYTES;
        }

        @Override
        public int minLength() {
            return 1;
        }

        @Override
        public long maxValue() {
            return 0xFFFF_FFFFL;
        }

        @Override
        public int lengthOf(long value) {
            int significantBits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
            return (significantBits + 6) / 7;
        }

        @Override
        public int write(byte[] frame, int at, long value) {
            int next = at;
            long rest = value;
            while (rest > 0x7F) {
                frame[next++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            frame[next] = (byte) rest;
            return next + 1;
        }

        @Override
        public int lengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
            for (int i = 0; i < MAX_BYTES; i++) {
                if (index + i >= in.limit() || in.get(index + i) >= 0) {
                    return i + 1;
                }
            }
            throw new CorruptedFrameException(
                    "varint " + meaning.inWords + " is longer than the limit of " + MAX_BYTES + " bytes", in);
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
                        "varint " + meaning.inWords + " " + value + " is over the limit of 32 bits, " + maxValue(), in);
            }
            return value;
        }

        @Override
        public String toString() {
            return label(meaning) + "varint";
        }
    }

    private static String label(Meaning meaning) {
        return meaning == Meaning.LENGTH ? "length:" : "type:";
    }
}
