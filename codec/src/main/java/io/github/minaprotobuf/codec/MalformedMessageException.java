package io.github.minaprotobuf.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a complete body is not a valid message; {@link #getCause()} says why (protobuf's own exception, a missing
 * required field, nesting past protobuf's limit, a {@code StackOverflowError}, a heap too small for the message). The
 * frame is consumed; the next frame decodes.
 */
public final class MalformedMessageException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(int bodyLength, Throwable cause, String hexDump) {
        super("body of " + bodyLength + " bytes is not a valid message: " + reason(cause), cause);
        setHexdump(hexDump);
    }

    private static String reason(Throwable cause) {
        return cause instanceof InvalidProtocolBufferException ? cause.getMessage() : cause.toString();
    }
}
