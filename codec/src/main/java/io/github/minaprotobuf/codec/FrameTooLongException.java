package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a header declares a body longer than {@code maxBodyLength}. Thrown once, as soon as the header is complete;
 * the body is skipped as it arrives and never retained; the next frame decodes.
 */
public final class FrameTooLongException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    private final long declaredLength;
    private final int maxBodyLength;

    FrameTooLongException(long declaredLength, int maxBodyLength, String hexDump) {
        super("frame declares a body of " + declaredLength + " bytes, over the limit of " + maxBodyLength);
        this.declaredLength = declaredLength;
        this.maxBodyLength = maxBodyLength;
        setHexdump(hexDump);
    }

    /** {@return the body's length in bytes, as the header declares it} */
    public long declaredLength() {
        return declaredLength;
    }

    /** {@return the limit, in bytes of body} */
    public int maxBodyLength() {
        return maxBodyLength;
    }
}
