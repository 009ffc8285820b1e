package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/** Gives a complete body to its decoder: without a copy when it lies in an array, else as one copy. */
final class BodyReader {

    private BodyReader() {}

    /**
     * Reads the body at {@code start} of {@code in}, a buffer that its owner will fill anew, and moves past it whatever
     * comes of that. On the heap, protobuf reads in place and copies what it keeps. Off the heap it would copy all of
     * it first, so the copy is made here, where the message can keep it.
     */
    static Object read(WholeBodyDecoder decoder, ByteBuffer in, int start, int length)
            throws RecoverableProtocolDecoderException {
        in.position(start + length);
        try {
            CodedInputStream body = in.hasArray()
                    ? CodedInputStream.newInstance(in.array(), in.arrayOffset() + start, length)
                    : keeping(copyOf(in, start, length));
            return decoder.decode(body, length);
        } catch (IOException | RecoverableProtocolDecoderException | RuntimeException | Error e) {
            throw failure(in, start, length, e);
        }
    }

    /** Reads a body that is alone in its array. Nobody changes that any more, so the message's bytes fields stay there. */
    static Object readOwned(WholeBodyDecoder decoder, byte[] body) throws RecoverableProtocolDecoderException {
        try {
            return decoder.decode(keeping(body), body.length);
        } catch (IOException | RecoverableProtocolDecoderException | RuntimeException | Error e) {
            throw failure(ByteBuffer.wrap(body), 0, body.length, e);
        }
    }

    private static byte[] copyOf(ByteBuffer in, int start, int length) {
        byte[] copy = new byte[length];
        in.get(start, copy);
        return copy;
    }

    static CodedInputStream keeping(byte[] body) {
        ByteString immutable = UnsafeByteOperations.unsafeWrap(body);
        CodedInputStream in = immutable.newCodedInput();
        in.enableAliasing(true);
        return in;
    }

    /** Every Error too: thrown on, it would end an I/O thread of MINA's, with all sessions of that thread. */
    private static RecoverableProtocolDecoderException failure(ByteBuffer in, int start, int length, Throwable cause) {
        String hexDump = HexDump.of(in, start, length);
        if (cause instanceof RecoverableProtocolDecoderException itself) {
            itself.setHexdump(hexDump);
            return itself;
        }
        // A peer can nest a message too deep for the stack. Any other Error is this side's.
        return cause instanceof Error error && !(error instanceof StackOverflowError)
                ? new DecoderFailureException(length, error, hexDump)
                : new MalformedMessageException(length, cause, hexDump);
    }
}
