package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a complete body could not be made a message, and this side is to blame, not the peer: the heap had no room for
 * the message ({@link #getCause()} is an {@code OutOfMemoryError}), or the code of a body codec or of a message failed
 * with another {@code Error}, as a class that is missing. The frame is consumed; the next frame decodes.
 */
public final class DecoderFailureException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    DecoderFailureException(int bodyLength, Error cause, String hexDump) {
        super("body of " + bodyLength + " bytes was not decoded, by a failure of this side: " + reason(cause), cause);
        setHexdump(hexDump);
    }

    private static String reason(Error cause) {
        return cause instanceof OutOfMemoryError
                ? "no memory for its message (heap of at most "
                        + Runtime.getRuntime().maxMemory() + " bytes): " + cause.getMessage()
                : WireText.of(cause.toString());
    }
}
