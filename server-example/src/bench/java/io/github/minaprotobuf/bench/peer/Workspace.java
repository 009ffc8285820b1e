package io.github.minaprotobuf.bench.peer;

import com.google.protobuf.CodedOutputStream;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The buffers that all connections of the one thread share.
 *
 * <p>Arrays, since protobuf reads and writes nothing else in place; the JDK moves their bytes to and from a direct
 * buffer that it keeps per thread, in one copy.
 */
final class Workspace {

    private static final int READ_BUFFER = 256 << 10;

    private final ByteBuffer input = ByteBuffer.allocate(READ_BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer output = ByteBuffer.allocate(READ_BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    /** The read buffer, empty. */
    ByteBuffer input() {
        return input.clear();
    }

    /** Parses the frame body at {@code offset} and puts the answer behind the others. */
    void answer(byte[] bytes, int offset, int bodyLength) throws IOException {
        append(Echo.parser().parseFrom(bytes, offset, bodyLength));
    }

    /** Puts the message's frame behind the others. */
    void append(Echo message) throws IOException {
        int length = message.getSerializedSize();
        ensureRoom(Integer.BYTES + length);
        output.putInt(length);
        CodedOutputStream body = CodedOutputStream.newInstance(output.array(), output.position(), length);
        message.writeTo(body);
        body.checkNoSpaceLeft();
        output.position(output.position() + length);
    }

    /** The answers since the last call, from position to limit; valid until the next answer. */
    ByteBuffer takeOutput() {
        return output.flip();
    }

    void clearOutput() {
        output.clear();
    }

    private void ensureRoom(int needed) {
        if (output.remaining() < needed) {
            int capacity = Math.max(2 * output.capacity(), output.position() + needed);
            output = ByteBuffer.wrap(
                            Arrays.copyOf(output.array(), capacity), output.position(), capacity - output.position())
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
