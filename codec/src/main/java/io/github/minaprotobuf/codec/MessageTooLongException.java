package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.ProtocolEncoderException;

/**
 * Encode: the message's body is longer than {@code maxBodyLength}. It comes through the {@code WriteFuture} and
 * {@code exceptionCaught}; nothing of it is written; the session goes on.
 */
public final class MessageTooLongException extends ProtocolEncoderException {
    private static final long serialVersionUID = 1L;

    private final long encodedLength;
    private final int maxBodyLength;

    MessageTooLongException(long encodedLength, int maxBodyLength, Class<?> type) {
        super("body of " + encodedLength + " bytes (" + type.getName() + ") is over the limit of " + maxBodyLength);
        this.encodedLength = encodedLength;
        this.maxBodyLength = maxBodyLength;
    }

    /** {@return the body's length in bytes} */
    public long encodedLength() {
        return encodedLength;
    }

    /** {@return the limit, in bytes of body} */
    public int maxBodyLength() {
        return maxBodyLength;
    }
}
