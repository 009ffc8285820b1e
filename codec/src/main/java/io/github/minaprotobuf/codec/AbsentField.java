package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;

/**
 * No bytes at all: of a length, the body is all that is left of the datagram; of a type, there is none, and all bodies
 * have type 0.
 */
record AbsentField(NumberField.Meaning meaning) implements NumberField {

    @Override
    public int maxLength() {
        return 0;
    }

    @Override
    public int minLength() {
        return 0;
    }

    @Override
    public long maxValue() {
        return meaning == Meaning.LENGTH ? Integer.MAX_VALUE : 0;
    }

    @Override
    public int lengthOf(long value) {
        return 0;
    }

    @Override
    public int write(byte[] frame, int at, long value) {
        return at;
    }

    @Override
    public int lengthAt(ByteBuffer in, int index) {
        return 0;
    }

    @Override
    public long valueAt(ByteBuffer in, int index) {
        return meaning == Meaning.LENGTH ? in.limit() - index : 0;
    }

    @Override
    public String toString() {
        return meaning == Meaning.LENGTH ? "length:rest" : "";
    }
}
