package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;

/**
 * What stands before a body on the wire: a length alone, which is a {@link NumberField}, or more parts. All lengths are in
 * bytes. Immutable; positions are absolute, so that a look moves nothing.
 */
sealed interface Header permits NumberField, ComposedHeader {

    /** The longest that this header can be. */
    int maxLength();

    /** The shortest body that this header can announce. */
    int minBodyLength();

    /** The longest body that this header can announce, however long a Java array can be. */
    long maxBodyLength();

    /** Whether this header says the body's type. */
    default boolean isTyped() {
        return false;
    }

    /** The largest type that this header can say. */
    default long maxType() {
        return 0;
    }

    /** The length of the header before a body of {@code bodyLength} bytes. */
    int lengthBefore(long bodyLength, int type);

    /**
     * Writes the header of such a body at the start of its frame; length and type are within the bounds above.
     *
     * @param frame a new array: what is reserved in the header is zero already
     * @return where the body begins
     */
    int write(byte[] frame, long bodyLength, int type);

    /**
     * The length of the header that begins at {@code index}. When it is not complete, the least that it can still be:
     * more than there is up to the buffer's limit.
     *
     * @throws CorruptedFrameException as soon as a byte has arrived that no header can have there
     */
    int lengthAt(ByteBuffer in, int index) throws CorruptedFrameException;

    /** The body's length, never negative, from the complete header at {@code index}. */
    long bodyLengthAt(ByteBuffer in, int index) throws CorruptedFrameException;

    /**
     * What a body's length would be if the bytes that say it were read the other way round; negative where there is no
     * other way.
     */
    default long bodyLengthInOtherOrder(long bodyLength) {
        return -1;
    }

    /** The body's type, unsigned, from the complete header at {@code index}; 0 where a header says none. */
    default int typeAt(ByteBuffer in, int index) throws CorruptedFrameException {
        return 0;
    }
}
