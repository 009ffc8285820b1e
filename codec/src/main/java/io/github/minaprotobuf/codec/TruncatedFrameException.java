package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a frame has begun and will not end. Either the session closed, then this comes through
 * {@code exceptionCaught} and {@code sessionClosed} follows; or a datagram ended, then the next one starts clean.
 *
 * <p>A frame that was already reported, as too long or over the budget, is not reported again when it is cut short.
 */
public final class TruncatedFrameException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    private final long receivedBytes;
    private final long expectedBytes;

    TruncatedFrameException(long receivedBytes, long expectedBytes, String hexDump) {
        super("frame ended after " + receivedBytes + " of at least " + expectedBytes + " bytes");
        this.receivedBytes = receivedBytes;
        this.expectedBytes = expectedBytes;
        setHexdump(hexDump);
    }

    /** {@return the bytes of the frame that arrived, header included} */
    public long receivedBytes() {
        return receivedBytes;
    }

    /**
     * {@return the bytes that make the frame whole, header included} When its header is not complete, the least that
     * the header can be.
     */
    public long expectedBytes() {
        return expectedBytes;
    }
}
