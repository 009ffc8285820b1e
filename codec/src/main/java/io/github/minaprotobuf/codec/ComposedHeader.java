package io.github.minaprotobuf.codec;

import io.github.minaprotobuf.codec.NumberField.Meaning;
import java.nio.ByteBuffer;
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
 * @param first the length or the type, whichever comes first on the wire
 * @param second the other one
 * @param lengthAdjustment what to add to the length field's value to get the body's length
 */
record ComposedHeader(
        Filler before, NumberField first, Filler between, NumberField second, Filler after, int lengthAdjustment)
        implements Header {

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
        return adjusted(lengthField().maxValue());
    }

    @Override
    public boolean isTyped() {
        return !(typeField() instanceof AbsentField || typeField() instanceof CompressedFlag);
    }

    @Override
    public long maxType() {
        return typeField().maxValue();
    }

    @Override
    public int lengthBefore(long bodyLength, int type) {
        return before.length()
                + first.lengthOf(valueOf(first, bodyLength, type))
                + between.length()
                + second.lengthOf(valueOf(second, bodyLength, type))
                + after.length();
    }

    @Override
    public void write(ByteBuffer out, long bodyLength, int type) {
        before.write(out);
        first.write(out, valueOf(first, bodyLength, type));
        between.write(out);
        second.write(out, valueOf(second, bodyLength, type));
        after.write(out);
    }

    @Override
    public int lengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
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
            verify(first, in, index + before.length());
            if (secondEnd <= in.limit()) {
                verify(second, in, secondStart);
            }
        }
        return end - index;
    }

    private void verify(NumberField field, ByteBuffer in, int index) throws CorruptedFrameException {
        long value = field.valueAt(in, index);
        if (field.meaning() == Meaning.LENGTH) {
            adjustedLength(value, in);
        }
    }

    @Override
    public long bodyLengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
        int start = isLengthFirst() ? index + before.length() : secondStart(in, index);
        return adjustedLength(lengthField().valueAt(in, start), in);
    }

    @Override
    public int typeAt(ByteBuffer in, int index) throws CorruptedFrameException {
        int start = isLengthFirst() ? secondStart(in, index) : index + before.length();
        return (int) typeField().valueAt(in, start);
    }

    private int firstEnd(ByteBuffer in, int index) throws CorruptedFrameException {
        int start = index + before.length();
        return start + first.lengthAt(in, start);
    }

    private int secondStart(ByteBuffer in, int index) throws CorruptedFrameException {
        return firstEnd(in, index) + between.length();
    }

    /** Whether the body is the rest of the datagram. */
    boolean isRest() {
        return lengthField() instanceof AbsentField;
    }

    private boolean isLengthFirst() {
        return first.meaning() == Meaning.LENGTH;
    }

    private NumberField lengthField() {
        return isLengthFirst() ? first : second;
    }

    private NumberField typeField() {
        return isLengthFirst() ? second : first;
    }

    private long valueOf(NumberField field, long bodyLength, int type) {
        return field.meaning() == Meaning.LENGTH ? bodyLength - lengthAdjustment : Integer.toUnsignedLong(type);
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
    public String toString() {
        String adjustment = lengthAdjustment == 0 ? "" : "adjust:" + lengthAdjustment;
        return Stream.of(before, first, between, second, after, adjustment)
                .map(Object::toString)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
