package io.github.minaprotobuf.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Cuts one connection's reads into bodies: in place, those that come whole; gathered in linear time, the others. */
@SuppressWarnings("ByteBufferBackingArray") // a partial frame has no offset
final class FrameCutter {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Sink sink;
    /** The first bytes of a frame, prefix and all; room for all of it as soon as its length is known. */
    private ByteBuffer partial = NOTHING;

    FrameCutter(Sink sink) {
        this.sink = sink;
    }

    /** What is done with a body, which lies there until this returns. */
    interface Sink {
        void body(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Takes all of {@code input}, which is on the heap and little-endian. */
    void cut(ByteBuffer input) throws IOException {
        if (partial.capacity() > 0 && !completePartial(input)) {
            return;
        }
        while (input.remaining() >= Integer.BYTES) {
            int length = input.getInt(input.position());
            if (input.remaining() - Integer.BYTES < length) {
                break;
            }
            int body = input.position() + Integer.BYTES;
            input.position(body + length);
            sink.body(input.array(), input.arrayOffset() + body, length);
        }
        if (input.hasRemaining()) {
            partial = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            fillPartial(input);
        }
    }

    private boolean completePartial(ByteBuffer input) throws IOException {
        fillPartial(input);
        if (partial.hasRemaining()) {
            return false;
        }
        ByteBuffer complete = partial;
        partial = NOTHING;
        sink.body(complete.array(), Integer.BYTES, complete.position() - Integer.BYTES);
        return true;
    }

    private void fillPartial(ByteBuffer input) {
        move(input, partial);
        if (partial.position() == Integer.BYTES && !partial.hasRemaining()) {
            int length = partial.getInt(0);
            partial = ByteBuffer.allocate(Integer.BYTES + length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(length);
            move(input, partial);
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }
}
