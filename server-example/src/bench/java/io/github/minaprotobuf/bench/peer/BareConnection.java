package io.github.minaprotobuf.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection of {@link BareNioServer}. Does not read while an answer waits for the peer to take it. */
@SuppressWarnings({"ReferenceEquality", "ByteBufferBackingArray"}) // NOTHING is one buffer; the others have no offset
final class BareConnection {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int MAX_WRITE = 1 << 20;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Workspace workspace;
    /** The first bytes of a frame, prefix and all; room for all of it as soon as its length is known. */
    private ByteBuffer partial = NOTHING;

    private ByteBuffer unsent = NOTHING;

    BareConnection(SocketChannel channel, SelectionKey key, Workspace workspace) {
        this.channel = channel;
        this.key = key;
        this.workspace = workspace;
    }

    void read() throws IOException {
        ByteBuffer input = workspace.input();
        if (channel.read(input) < 0) {
            channel.close();
            return;
        }
        input.flip();
        answerAll(input);
        ByteBuffer output = workspace.takeOutput();
        if (output.hasRemaining() && !write(output)) {
            unsent = ByteBuffer.allocate(output.remaining()).put(output).flip();
            key.interestOps(SelectionKey.OP_WRITE);
        }
        workspace.clearOutput();
    }

    void flush() throws IOException {
        if (write(unsent)) {
            unsent = NOTHING;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void answerAll(ByteBuffer input) throws IOException {
        if (partial != NOTHING && !answerPartial(input)) {
            return;
        }
        while (input.remaining() >= Integer.BYTES) {
            int length = input.getInt(input.position());
            if (input.remaining() - Integer.BYTES < length) {
                break;
            }
            workspace.answer(input.array(), input.position() + Integer.BYTES, length);
            input.position(input.position() + Integer.BYTES + length);
        }
        if (input.hasRemaining()) {
            partial = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            fillPartial(input);
        }
    }

    private boolean answerPartial(ByteBuffer input) throws IOException {
        fillPartial(input);
        if (partial.hasRemaining()) {
            return false;
        }
        workspace.answer(partial.array(), Integer.BYTES, partial.position() - Integer.BYTES);
        partial = NOTHING;
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

    /** Sends what the peer takes now; true when that is all. Bounded pieces: the JDK copies a piece whole each time. */
    private boolean write(ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        while (buffer.position() < end) {
            buffer.limit(Math.min(end, buffer.position() + MAX_WRITE));
            int piece = buffer.remaining();
            int written = channel.write(buffer);
            buffer.limit(end);
            if (written < piece) {
                return false;
            }
        }
        return true;
    }
}
