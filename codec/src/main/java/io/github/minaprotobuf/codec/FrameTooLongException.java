package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a header declares a body longer than {@code maxBodyLength}. Thrown once, as soon as the header is complete;
 * the body is skipped as it arrives and never retained; the next frame decodes. Or a body that arrived compressed is longer
 * than that once it is decompressed, which ends there.
 *
 * <p>A length far over the limit is most often a disagreement: the message says so where the header is text, or begins like
 * TLS, or would have been within the limit in the other byte order.
 */
public final class FrameTooLongException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    private final long declaredLength;
    private final int maxBodyLength;

    /** @param misreading what else the header may be; empty where there is nothing to say */
    FrameTooLongException(long declaredLength, int maxBodyLength, String misreading, String hexDump) {
        this(
                "frame declares a body of " + declaredLength + " bytes, over the limit of " + maxBodyLength
                        + misreading,
                declaredLength,
                maxBodyLength);
        setHexdump(hexDump);
    }

    private FrameTooLongException(String message, long declaredLength, int maxBodyLength) {
        super(message);
        this.declaredLength = declaredLength;
        this.maxBodyLength = maxBodyLength;
    }

    /** Of a body that is within the limit as long as it is compressed. */
    static FrameTooLongException decompressed(int compressedLength, int maxBodyLength) {
        return new FrameTooLongException(
                "body of " + compressedLength + " bytes, decompressed, is over the limit of " + maxBodyLength,
                compressedLength,
                maxBodyLength);
    }

    /** {@return the body's length in bytes, as the header declares it} Of a compressed body, before it is decompressed. */
    public long declaredLength() {
        return declaredLength;
    }

    /** {@return the limit, in bytes of body} */
    public int maxBodyLength() {
        return maxBodyLength;
    }
}
