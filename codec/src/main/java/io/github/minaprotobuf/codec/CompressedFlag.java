package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;

/** gRPC's flag, which says whether the body is compressed: 0 or 1. */
record CompressedFlag() implements NumberField {

    @Override
    public Meaning meaning() {
        return Meaning.TYPE;
    }

    @Override
    public int maxLength() {
        return 1;
    }

    @Override
    public int minLength() {
        return 1;
    }

    @Override
    public long maxValue() {
        return 1;
    }

    @Override
    public int lengthOf(long value) {
        return 1;
    }

    @Override
    public int write(byte[] frame, int at, long value) {
        frame[at] = (byte) value;
        return at + 1;
    }

    @Override
    public int lengthAt(ByteBuffer in, int index) {
        return 1;
    }

    @Override
    public long valueAt(ByteBuffer in, int index) throws CorruptedFrameException {
        byte flag = in.get(index);
        if (flag < 0 || flag > 1) {
            throw new CorruptedFrameException("compressed flag is " + HexDump.of(flag) + ", expected 00 or 01", in);
        }
        return flag;
    }

    @Override
    public String toString() {
        return "compressed:1";
    }
}
