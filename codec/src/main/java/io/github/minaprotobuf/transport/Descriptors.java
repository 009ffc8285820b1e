package io.github.minaprotobuf.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.mina.core.session.IoSession;

/**
 * Which connections the process has descriptors for. Some are reserved for all else that it does, as for loading classes.
 * Should others take those too, one more is kept back, so that a connection that waits can be accepted and closed; without,
 * it stays at the head of the queue, and MINA's acceptor tries it again and again, each time with a trace in the log.
 *
 * <p>Used by the acceptor's thread alone, but for {@link #close} and {@link #connections}.
 */
final class Descriptors implements AutoCloseable {

    /** Not for connections. */
    private static final int RESERVE = 32;

    private final int connections;
    private final AtomicInteger open = new AtomicInteger();
    private SocketChannel spare;

    /** To be made when the process has opened the most of what it needs beside connections. */
    Descriptors() throws IOException {
        // The JVM opens descriptors of its own when it first closes a socket: an I/O thread that gets none then ends
        // for good.
        Pipe pipe = Pipe.open();
        pipe.sink().close();
        pipe.source().close();
        spare = SocketChannel.open();
        connections = unused() - RESERVE;
    }

    /** How many more the process may open; very many where the operating system does not say. */
    private static int unused() {
        try {
            ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
            long unused = attribute(system, "MaxFileDescriptorCount") - attribute(system, "OpenFileDescriptorCount");
            return (int) Math.min(Integer.MAX_VALUE, unused);
        } catch (JMException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static long attribute(ObjectName bean, String name) throws JMException {
        return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name);
    }

    /** The most that can be open at a time. */
    int connections() {
        return Math.max(1, connections);
    }

    void count(IoSession session) {
        open.incrementAndGet();
        session.getCloseFuture().addListener(closed -> open.decrementAndGet());
    }

    boolean sufficeForOneMore() {
        if (open.get() >= connections()) {
            return false;
        }
        try (SocketChannel next = SocketChannel.open()) {
            return next.isOpen();
        } catch (IOException e) {
            return false;
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
            throw new UncheckedIOException(e);
        }
    }
}
