package io.github.minaprotobuf.codec;

import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Decode: a header of {@link FrameFormat#grpc()} says that its body is compressed, and the factory has no
 * {@linkplain ProtobufCodecFactory.Builder#decompressor decompressor}. Thrown once, as soon as the header is complete; the
 * body is skipped as it arrives and never retained; the next frame decodes.
 */
public final class CompressedBodyException extends RecoverableProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    CompressedBodyException(int bodyLength, String hexDump) {
        super("body of " + bodyLength + " bytes is compressed, says the flag of its header, and this codec has no"
                + " decompressor");
        setHexdump(hexDump);
    }
}
