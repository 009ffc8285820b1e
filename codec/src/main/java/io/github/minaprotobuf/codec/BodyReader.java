package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Opens a complete body for the {@link BodyCodec}, uncopied where that can be, and sees that all of it is read. */
final class BodyReader {

    private final BodyCodec<?> codec;

    BodyReader(BodyCodec<?> codec) {
        this.codec = codec;
    }

    /**
     * Reads the body at the position of {@code in}, a buffer that its owner will fill anew, and moves past it whatever
     * comes of that. On the heap, protobuf reads in place and copies what it keeps. Off the heap it would copy all of
     * it first, so the copy is made here, where the message can keep it.
     */
    Object read(ByteBuffer in, int length) throws MalformedMessageException {
        int start = in.position();
        in.position(start + length);
        try {
            CodedInputStream body = in.hasArray()
                    ? CodedInputStream.newInstance(in.array(), in.arrayOffset() + start, length)
                    : keeping(copyOf(in, start, length));
            return verified(codec.decode(body, length), body);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw malformed(in, start, length, e);
        }
    }

    /** Reads a body that is alone in its array. Nobody changes that any more, so the message's bytes fields stay there. */
    Object readOwned(byte[] body) throws MalformedMessageException {
        try {
            CodedInputStream in = keeping(body);
            return verified(codec.decode(in, body.length), in);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw malformed(ByteBuffer.wrap(body), 0, body.length, e);
        }
    }

    private static byte[] copyOf(ByteBuffer in, int start, int length) {
        byte[] copy = new byte[length];
        in.get(start, copy);
        return copy;
    }

    private static CodedInputStream keeping(byte[] body) {
        ByteString immutable = UnsafeByteOperations.unsafeWrap(body);
        CodedInputStream in = immutable.newCodedInput();
        in.enableAliasing(true);
        return in;
    }

    private static Object verified(Object message, CodedInputStream body) throws IOException {
        body.checkLastTagWas(0);
        if (!body.isAtEnd()) {
            throw new InvalidProtocolBufferException(
                    "only " + body.getTotalBytesRead() + " bytes of the body were read");
        }
        return Objects.requireNonNull(message, "the body codec returned null");
    }

    /** Of errors too: those two a message can cause, and any Error costs MINA an I/O thread with all its sessions. */
    private static MalformedMessageException malformed(ByteBuffer in, int start, int length, Throwable cause) {
        return new MalformedMessageException(length, cause, HexDump.of(in, start, length));
    }
}
