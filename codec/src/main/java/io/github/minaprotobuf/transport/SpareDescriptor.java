package io.github.minaprotobuf.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A descriptor that is kept back for the day when the process has no other left. A connection that waits can then be
 * accepted, and closed, in its place. Without that it stays at the head of the queue, and MINA's acceptor tries it again and
 * again, each time with an error in the log. Used by the acceptor's thread alone.
 */
final class SpareDescriptor implements AutoCloseable {

    private SocketChannel spare;

    SpareDescriptor() throws IOException {
        // The JVM opens descriptors of its own when it first closes a socket: an I/O thread that gets none then ends
        // for good.
        Pipe pipe = Pipe.open();
        pipe.sink().close();
        pipe.source().close();
        spare = SocketChannel.open();
    }

    /** Whether the next connection would get no descriptor. */
    boolean isNeeded() {
        try (SocketChannel next = SocketChannel.open()) {
            return !next.isOpen();
        } catch (IOException e) {
            return true;
        }
    }

    /** Closes the connection that waits, if any, and says whose it was. */
    Optional<SocketAddress> refuse(ServerSocketChannel listening) throws IOException {
        spare.close();
        try (SocketChannel refused = listening.accept()) {
            return refused == null ? Optional.empty() : Optional.of(refused.getRemoteAddress());
        } finally {
            spare = SocketChannel.open();
        }
    }

    @Override
    public void close() {
        try {
            spare.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
