package io.github.minaprotobuf.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a complete body is not a valid message; {@link #getCause()} says why (protobuf's own exception, a missing
 * required field, nesting past protobuf's limit, a {@code StackOverflowError}). The frame is consumed; the next frame
 * decodes. The text of the cause stands in this exception's message escaped and cut, since a peer can choose it.
 */
public final class MalformedMessageException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(int bodyLength, Throwable cause, String hexDump) {
        super("body of " + bodyLength + " bytes is not a valid message: " + WireText.of(reason(cause)), cause);
        setHexdump(hexDump);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof InvalidProtocolBufferException && message != null ? message : cause.toString();
    }
}
