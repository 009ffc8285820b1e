package io.github.minaprotobuf.codec;

import io.github.minaprotobuf.codec.NumberField.Meaning;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a {@link FrameFormat} of parts. Each call appends one part, in the order in which the parts stand on the wire. A
 * wrong value is refused at once. Not safe for use by many threads.
 */
public final class FrameFormatBuilder {

    private static final int MAX_HEADER_LENGTH = 1024;

    /** What stands before the first number, between the two, and behind them. */
    private final Filler[] fillers = {Filler.NONE, Filler.NONE, Filler.NONE};

    private final List<NumberField> numbers = new ArrayList<>(2);
    private int lengthAdjustment;

    FrameFormatBuilder() {}

    /**
     * Constant bytes: written by the encoder, verified by the decoder. Another byte there is a
     * {@link CorruptedFrameException}.
     *
     * @param bytes 1 or more
     * @return this builder
     */
    public FrameFormatBuilder constant(byte... bytes) {
        fillers[numbers.size()] = fillers[numbers.size()].withConstant(bytes);
        return this;
    }

    /**
     * Bytes that say nothing here: zero when written, ignored when read.
     *
     * @param bytes how many
     * @return this builder
     * @throws IllegalArgumentException when negative, or more than 1024
     */
    public FrameFormatBuilder reserved(int bytes) {
        if (bytes < 0 || bytes > MAX_HEADER_LENGTH) {
            throw new IllegalArgumentException("reserved is " + bytes + " bytes; must be 0 to " + MAX_HEADER_LENGTH);
        }
        fillers[numbers.size()] = fillers[numbers.size()].withReserved(bytes);
        return this;
    }

    /**
     * The body's length, as an unsigned integer of constant size.
     *
     * @param bytes 1, 2, 3, 4 or 8
     * @param order which of its bytes comes first
     * @return this builder
     * @throws IllegalArgumentException for any other number of bytes
     * @throws IllegalStateException when the format has a length already
     */
    public FrameFormatBuilder fixedLength(int bytes, ByteOrder order) {
        if (bytes < 1 || bytes > 8 || (bytes > 4 && bytes < 8)) {
            throw new IllegalArgumentException("length field of " + bytes + " bytes; must be 1, 2, 3, 4 or 8");
        }
        return number(NumberField.fixed(Meaning.LENGTH, bytes, CodecSettings.requireNotNull(order, "byte order")));
    }

    /**
     * The body's length, in one to five bytes of seven bits each: protobuf's varint, at most 32 bits.
     *
     * @return this builder
     * @throws IllegalStateException when the format has a length already
     */
    public FrameFormatBuilder varintLength() {
        return number(new NumberField.Varint(Meaning.LENGTH));
    }

    /**
     * In place of a length: the body is what is left of the datagram. No part can follow. For transports without
     * fragmentation only.
     *
     * @return this builder
     * @throws IllegalStateException when the format has a length already
     */
    public FrameFormatBuilder restOfDatagram() {
        return number(new AbsentField(Meaning.LENGTH));
    }

    /**
     * The body's type, as an unsigned integer of constant size. The factory is then built with {@link MessageTypes}, or
     * with a {@link TypedBodyCodec}.
     *
     * @param bytes 1, 2, 3 or 4
     * @param order which of its bytes comes first
     * @return this builder
     * @throws IllegalArgumentException for any other number of bytes
     * @throws IllegalStateException when the format has a type already
     */
    public FrameFormatBuilder fixedType(int bytes, ByteOrder order) {
        if (bytes < 1 || bytes > 4) {
            throw new IllegalArgumentException("type field of " + bytes + " bytes; must be 1, 2, 3 or 4");
        }
        return number(NumberField.fixed(Meaning.TYPE, bytes, CodecSettings.requireNotNull(order, "byte order")));
    }

    /**
     * The body's type, in one to five bytes of seven bits each: protobuf's varint, at most 32 bits. The factory is then
     * built with {@link MessageTypes}, or with a {@link TypedBodyCodec}.
     *
     * @return this builder
     * @throws IllegalStateException when the format has a type already
     */
    public FrameFormatBuilder varintType() {
        return number(new NumberField.Varint(Meaning.TYPE));
    }

    /**
     * What to add to the length field's value to get the body's length, as in Netty and tokio-util. Default: 0. A length
     * field that counts its own four bytes as well takes -4. No part of the wire: it may be called at any place.
     *
     * @param bytes how many; may be negative
     * @return this builder
     */
    public FrameFormatBuilder lengthAdjustment(int bytes) {
        lengthAdjustment = bytes;
        return this;
    }

    /**
     * {@return the format}
     *
     * @throws IllegalStateException when it has no length
     * @throws IllegalArgumentException when the header is too long, when no body has a length that it can express, or when
     *     something stands behind {@link #restOfDatagram()} or adjusts it
     */
    public FrameFormat build() {
        NumberField length = find(Meaning.LENGTH);
        if (length == null) {
            throw new IllegalStateException("no length: call fixedLength, varintLength or restOfDatagram");
        }
        Header header = isLengthAlone() ? length : composed();
        requireRestToBeLast(length);
        if (header.maxLength() > MAX_HEADER_LENGTH) {
            throw new IllegalArgumentException(
                    "header of " + header.maxLength() + " bytes is over the limit of " + MAX_HEADER_LENGTH);
        }
        FrameFormat format = new FrameFormat(header);
        if (format.maxBodyLength() < header.minBodyLength()) {
            throw new IllegalArgumentException("lengthAdjustment " + lengthAdjustment
                    + " leaves no body: the length field holds at most " + length.maxValue());
        }
        return format;
    }

    private boolean isLengthAlone() {
        return numbers.size() == 1 && lengthAdjustment == 0 && fillers[0].length() + fillers[1].length() == 0;
    }

    private Header composed() {
        boolean hasType = numbers.size() == 2;
        return new ComposedHeader(
                fillers[0],
                numbers.get(0),
                fillers[1],
                hasType ? numbers.get(1) : new AbsentField(Meaning.TYPE),
                fillers[2],
                lengthAdjustment);
    }

    private void requireRestToBeLast(NumberField length) {
        boolean isLast = numbers.get(numbers.size() - 1) == length && fillers[numbers.size()].length() == 0;
        if (length instanceof AbsentField && !(isLast && lengthAdjustment == 0)) {
            throw new IllegalArgumentException(
                    "restOfDatagram must be the last part, with a lengthAdjustment of 0: the rest is the body");
        }
    }

    FrameFormatBuilder number(NumberField field) {
        if (find(field.meaning()) != null) {
            throw new IllegalStateException(
                    "the format has " + find(field.meaning()) + " already, and " + field + " would be a second one");
        }
        numbers.add(field);
        return this;
    }

    private NumberField find(Meaning meaning) {
        return numbers.stream()
                .filter(field -> field.meaning() == meaning)
                .findAny()
                .orElse(null);
    }
}
