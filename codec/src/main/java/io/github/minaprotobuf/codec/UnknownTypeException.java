package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a header says a type that is not among the {@link MessageTypes}. Thrown once, as soon as the header is complete;
 * the body is skipped as it arrives and never retained; the next frame decodes.
 */
public final class UnknownTypeException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    private final int type;

    UnknownTypeException(int type, int bodyLength, int knownTypes, String hexDump) {
        super("type id " + Integer.toUnsignedString(type) + ", of a body of " + bodyLength + " bytes, is none of the "
                + knownTypes + " that are received");
        this.type = type;
        setHexdump(hexDump);
    }

    /** {@return the type that the header says, an unsigned integer} */
    public int type() {
        return type;
    }
}
