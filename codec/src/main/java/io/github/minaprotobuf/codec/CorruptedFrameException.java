package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import org.apache.mina.filter.codec.ProtocolDecoderException;

/**
 * Decode: a header is not one of this format, so nobody knows where the next frame begins. Not recoverable: all that
 * the session still sends is discarded, in constant memory. Close the session.
 *
 * <p>Thrown as soon as the first wrong byte has arrived. On a transport without fragmentation only the rest of that
 * datagram is discarded.
 */
public final class CorruptedFrameException extends ProtocolDecoderException {
    private static final long serialVersionUID = 1L;

    /** @param header at its position begins what should have been a header */
    CorruptedFrameException(String message, ByteBuffer header) {
        super(message);
        setHexdump(HexDump.of(header));
    }
}
