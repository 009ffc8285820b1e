package io.github.minaprotobuf.codec;

import io.github.minaprotobuf.codec.NumberField.Meaning;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A header of any parts. Whatever their number, they come to this, where each filler may be empty and one of the numbers may
 * be absent:
 *
 * <pre>
 *   before | first number | between | second number | after
 * </pre>
 *
 * The first number is the length or the type, whichever comes first on the wire. The length adjustment is what to add to the
 * length field's value to get the body's length.
 */
final class ComposedHeader implements Header {

    /** Stands for a length that depends on the bytes. */
    private static final int VARIABLE = -1;

    private final Filler before;
    private final NumberField first;
    private final Filler between;
    private final NumberField second;
    private final Filler after;
    private final int lengthAdjustment;

    private final boolean lengthFirst;
    private final NumberField lengthField;
    private final NumberField typeField;
    private final int firstOffset;

    /** {@link #VARIABLE} behind a varint. */
    private final int secondOffset;

    /** Most headers have numbers of constant size, and no constant bytes to look at; else {@link #VARIABLE}. */
    private final int constantLength;

    ComposedHeader(
            Filler before, NumberField first, Filler between, NumberField second, Filler after, int lengthAdjustment) {
        this.before = before;
        this.first = first;
        this.between = between;
        this.second = second;
        this.after = after;
        this.lengthAdjustment = lengthAdjustment;
        lengthFirst = first.meaning() == Meaning.LENGTH;
        lengthField = lengthFirst ? first : second;
        typeField = lengthFirst ? second : first;
        firstOffset = before.length();
        secondOffset = first.minLength() == first.maxLength()
                ? before.length() + first.maxLength() + between.length()
                : VARIABLE;
        boolean isPlain = secondOffset != VARIABLE
                && second.minLength() == second.maxLength()
                && !before.hasConstants()
                && !between.hasConstants()
                && !after.hasConstants();
        constantLength = isPlain ? maxLength() : VARIABLE;
    }

    @Override
    public int maxLength() {
        return before.length() + first.maxLength() + between.length() + second.maxLength() + after.length();
    }

    @Override
    public int minBodyLength() {
        return Math.max(0, lengthAdjustment);
    }

    @Override
    public long maxBodyLength() {
        return adjusted(lengthField.maxValue());
    }

    @Override
    public boolean isTyped() {
        return !(typeField instanceof AbsentField || typeField instanceof CompressedFlag);
    }

    @Override
    public long maxType() {
        return typeField.maxValue();
    }

    @Override
    public int lengthBefore(long bodyLength, int type) {
        return constantLength != VARIABLE ? constantLength : computedLengthBefore(bodyLength, type);
    }

    private int computedLengthBefore(long bodyLength, int type) {
        return before.length()
                + first.lengthOf(valueOf(first, bodyLength, type))
                + between.length()
                + second.lengthOf(valueOf(second, bodyLength, type))
                + after.length();
    }

    @Override
    public int write(byte[] frame, long bodyLength, int type) {
        if (constantLength != VARIABLE) { // what else there is, is reserved: it is zero already
            first.write(frame, firstOffset, valueOf(first, bodyLength, type));
            second.write(frame, secondOffset, valueOf(second, bodyLength, type));
            return constantLength;
        }
        int end = before.write(frame, 0);
        end = first.write(frame, end, valueOf(first, bodyLength, type));
        end = between.write(frame, end);
        end = second.write(frame, end, valueOf(second, bodyLength, type));
        return after.write(frame, end);
    }

    @Override
    public int lengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
        return constantLength != VARIABLE && constantLength <= in.limit() - index
                ? constantLength
                : lookedUpLengthAt(in, index);
    }

    private int lookedUpLengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
        before.verifyAt(in, index, index);
        int firstEnd = firstEnd(in, index);
        if (firstEnd > in.limit()) {
            return firstEnd - index + between.length() + second.minLength() + after.length();
        }
        between.verifyAt(in, firstEnd, index);
        int secondStart = firstEnd + between.length();
        int secondEnd = secondStart + second.lengthAt(in, secondStart);
        if (secondEnd <= in.limit()) {
            after.verifyAt(in, secondEnd, index);
        }
        int end = secondEnd + after.length();
        if (end > in.limit()) { // a number that cannot be is told before what stands behind it arrives
            verify(first, in, index + firstOffset);
            if (secondEnd <= in.limit()) {
                verify(second, in, secondStart);
            }
        }
        return end - index;
    }

    private void verify(NumberField field, ByteBuffer in, int index) throws CorruptedFrameException {
        long value = field.valueAt(in, index);
        if (field == lengthField) {
            adjustedLength(value, in);
        }
    }

    @Override
    public long bodyLengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
        int start = lengthFirst ? index + firstOffset : secondStart(in, index);
        return adjustedLength(lengthField.valueAt(in, start), in);
    }

    @Override
    public long bodyLengthInOtherOrder(long bodyLength) {
        long value = lengthField.bodyLengthInOtherOrder(bodyLength - lengthAdjustment);
        return value < 0 ? value : adjusted(value);
    }

    @Override
    public int typeAt(ByteBuffer in, int index) throws CorruptedFrameException {
        int start = lengthFirst ? secondStart(in, index) : index + firstOffset;
        return (int) typeField.valueAt(in, start);
    }

    private int firstEnd(ByteBuffer in, int index) throws CorruptedFrameException {
        int start = index + firstOffset;
        return start + first.lengthAt(in, start);
    }

    private int secondStart(ByteBuffer in, int index) throws CorruptedFrameException {
        return secondOffset != VARIABLE ? index + secondOffset : firstEnd(in, index) + between.length();
    }

    /** Whether the body is the rest of the datagram. */
    boolean isRest() {
        return lengthField instanceof AbsentField;
    }

    private long valueOf(NumberField field, long bodyLength, int type) {
        return field == lengthField ? bodyLength - lengthAdjustment : Integer.toUnsignedLong(type);
    }

    private long adjustedLength(long value, ByteBuffer in) throws CorruptedFrameException {
        long bodyLength = adjusted(value);
        if (bodyLength < 0) {
            throw new CorruptedFrameException(
                    "body length " + bodyLength + " is under the limit of 0 (length prefix " + value
                            + ", length adjustment " + lengthAdjustment + ")",
                    in);
        }
        return bodyLength;
    }

    /** Saturated: a sum past the largest long is still a length over all limits. */
    private long adjusted(long value) {
        long sum = value + lengthAdjustment;
        return lengthAdjustment > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComposedHeader that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(before, first, between, second, after, lengthAdjustment);
    }

    @Override
    public String toString() {
        String adjustment = lengthAdjustment == 0 ? "" : "adjust:" + lengthAdjustment;
        return Stream.of(before, first, between, second, after, adjustment)
                .map(Object::toString)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
