package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: to gather this body, all sessions of the factory together would hold more than {@code retainedBytesLimit};
 * or the heap had no room for it, then the {@code OutOfMemoryError} is the cause. The rest of the body is skipped as it
 * arrives; the next frame decodes; other sessions go on.
 */
public final class RetainedBytesLimitException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    private final long requestedBytes;
    private final long retainedBytes;
    private final long retainedBytesLimit;

    RetainedBytesLimitException(
            RetainedBytes budget, int requestedBytes, int bodyLength, String hexDump, OutOfMemoryError cause) {
        super(
                "gathering a body of " + bodyLength + " bytes takes " + requestedBytes + " more, with " + budget.held()
                        + " bytes retained by all sessions and a limit of " + budget.limit()
                        + (cause == null ? "" : ": the heap has no room"),
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
