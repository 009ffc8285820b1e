package io.github.minaprotobuf.bench.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection of {@link BareNioServer}. Does not read while an answer waits for the peer to take it. */
final class BareConnection {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int MAX_WRITE = 1 << 20;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Workspace workspace;
    private final FrameCutter cutter;
    private ByteBuffer unsent = NOTHING;

    BareConnection(SocketChannel channel, SelectionKey key, Workspace workspace) {
        this.channel = channel;
        this.key = key;
        this.workspace = workspace;
        this.cutter = new FrameCutter(workspace::answer);
    }

    void read() throws IOException {
        ByteBuffer input = workspace.input();
        if (channel.read(input) < 0) {
            channel.close();
            return;
        }
        input.flip();
        cutter.cut(input);
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
