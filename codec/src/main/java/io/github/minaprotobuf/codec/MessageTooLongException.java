package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.ProtocolEncoderException;

/**
 * Encode: the message's body is longer than {@code maxFrameLength}. It comes through the {@code WriteFuture} and
 * {@code exceptionCaught}; nothing of it is written; the session goes on.
 */
public final class MessageTooLongException extends ProtocolEncoderException {
    private static final long serialVersionUID = 1L;

    private final long encodedLength;
    private final int maxFrameLength;

    MessageTooLongException(long encodedLength, int maxFrameLength, Class<?> type) {
        super("body of " + encodedLength + " bytes (" + type.getName() + ") is over the limit of " + maxFrameLength);
        this.encodedLength = encodedLength;
        this.maxFrameLength = maxFrameLength;
    }

    /** {@return the body's length in bytes} */
    public long encodedLength() {
        return encodedLength;
    }

    /** {@return the limit, in bytes of body} */
    public int maxFrameLength() {
        return maxFrameLength;
    }
}
