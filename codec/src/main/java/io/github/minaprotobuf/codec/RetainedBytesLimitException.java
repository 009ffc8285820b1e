package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: to gather this body, the session would hold more than what stays free of {@code retainedBytesLimit}, which all
 * sessions of the factory share; or the heap had no room for it, then the {@code OutOfMemoryError} is the cause. Not the
 * peer's fault. The rest of the body is skipped as it arrives; the next frame decodes; other sessions go on.
 */
public final class RetainedBytesLimitException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    private final long requestedBytes;
    private final long retainedBytes;
    private final long retainedBytesLimit;

    RetainedBytesLimitException(
            RetainedBytes budget,
            int requestedBytes,
            int heldBySession,
            int bodyLength,
            String hexDump,
            OutOfMemoryError cause) {
        super(
                "gathering a body of " + bodyLength + " bytes takes " + requestedBytes + " more than the "
                        + heldBySession
                        + " that the session holds; " + budget.held()
                        + " bytes are retained by all sessions, the limit is "
                        + budget.limit()
                        + (cause == null ? ", and no session may hold more than stays free" : ": the heap has no room"),
                cause);
        this.requestedBytes = requestedBytes;
        this.retainedBytes = budget.held();
        this.retainedBytesLimit = budget.limit();
        setHexdump(hexDump);
    }

    /** {@return the bytes that were asked for} */
    public long requestedBytes() {
        return requestedBytes;
    }

    /** {@return the bytes that all sessions of the factory held at that moment} */
    public long retainedBytes() {
        return retainedBytes;
    }

    /** {@return the limit, in bytes of body} */
    public long retainedBytesLimit() {
        return retainedBytesLimit;
    }
}
