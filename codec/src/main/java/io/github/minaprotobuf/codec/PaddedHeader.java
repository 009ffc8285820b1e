package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;

/**
 * A length field with constant bytes, reserved bytes or an adjustment of its value: what {@link FrameFormat} draws.
 *
 * @param preamble the constant bytes; the methods here read it by index, and leave its position at 0
 */
record PaddedHeader(
        ByteBuffer preamble, int reservedBefore, LengthField lengthField, int reservedAfter, int lengthAdjustment)
        implements Header {

    @Override
    public int maxLength() {
        return lengthFieldOffset() + lengthField.maxLength() + reservedAfter;
    }

    @Override
    public int minBodyLength() {
        return Math.max(lengthField.minBodyLength(), lengthAdjustment);
    }

    @Override
    public long maxBodyLength() {
        return adjusted(lengthField.maxBodyLength());
    }

    @Override
    public int lengthBefore(long bodyLength) {
        return lengthFieldOffset() + lengthField.lengthBefore(bodyLength - lengthAdjustment) + reservedAfter;
    }

    @Override
    public void write(ByteBuffer out, long bodyLength) {
        out.put(preamble.duplicate());
        writeZeros(out, reservedBefore);
        lengthField.write(out, bodyLength - lengthAdjustment);
        writeZeros(out, reservedAfter);
    }

    @Override
    public int lengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
        verifyPreamble(in, index);
        int fieldStart = index + lengthFieldOffset();
        int fieldEnd = fieldStart + lengthField.lengthAt(in, fieldStart);
        int end = fieldEnd + reservedAfter;
        if (fieldEnd <= in.limit() && end > in.limit()) {
            bodyLengthAt(in, index); // a length that cannot be is told before the reserved bytes behind it arrive
        }
        return end - index;
    }

    @Override
    public long bodyLengthAt(ByteBuffer in, int index) throws CorruptedFrameException {
        long value = lengthField.bodyLengthAt(in, index + lengthFieldOffset());
        long bodyLength = adjusted(value);
        if (bodyLength < 0) {
            throw new CorruptedFrameException(
                    "body length " + bodyLength + " is under the limit of 0 (length prefix " + value
                            + ", length adjustment " + lengthAdjustment + ")",
                    in);
        }
        return bodyLength;
    }

    private void verifyPreamble(ByteBuffer in, int index) throws CorruptedFrameException {
        int arrived = Math.min(preamble.limit(), in.limit() - index);
        for (int i = 0; i < arrived; i++) {
            if (in.get(index + i) != preamble.get(i)) {
                throw new CorruptedFrameException(
                        "byte " + i + " of the preamble is " + HexDump.of(in.get(index + i)) + ", expected "
                                + HexDump.of(preamble.get(i)),
                        in);
            }
        }
    }

    private int lengthFieldOffset() {
        return preamble.limit() + reservedBefore;
    }

    /** Saturated: a sum past the largest long is still a length over all limits. */
    private long adjusted(long value) {
        long sum = value + lengthAdjustment;
        return lengthAdjustment > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static void writeZeros(ByteBuffer out, int count) {
        for (int i = 0; i < count; i++) {
            out.put((byte) 0);
        }
    }

    @Override
    public String toString() {
        return "preamble=" + HexDump.of(preamble) + ", reservedBefore=" + reservedBefore + ", " + lengthField
                + ", reservedAfter=" + reservedAfter + ", lengthAdjustment=" + lengthAdjustment;
    }
}
