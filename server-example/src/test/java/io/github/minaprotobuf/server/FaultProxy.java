package io.github.minaprotobuf.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy in front of a server, with faults in each direction. Ends and resets of either side go through, too. */
final class FaultProxy implements AutoCloseable {

    private static final int READ_SIZE = 16 << 10;

    private final InetSocketAddress server;
    private final List<Fault> toServer;
    private final List<Fault> toClient;
    private final ServerSocketChannel listening;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** In each direction, the bytes come to the first fault of the list first. */
    FaultProxy(InetSocketAddress server, List<Fault> toServer, List<Fault> toClient) throws IOException {
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), listening.socket().getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(listening.accept(), SocketChannel.open(server));
                connections.add(connection);
                connection.start();
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** Resets what is still open. */
    @Override
    public void close() throws IOException {
        listening.close();
        for (Connection each : connections) {
            each.reset();
        }
        threads.shutdownNow();
    }

    private final class Connection {
        private final SocketChannel clientSide;
        private final SocketChannel serverSide;
        private final AtomicInteger directions = new AtomicInteger(2);

        Connection(SocketChannel clientSide, SocketChannel serverSide) throws IOException {
            this.clientSide = clientSide;
            this.serverSide = serverSide;
            clientSide.setOption(StandardSocketOptions.TCP_NODELAY, true);
            serverSide.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        void start() {
            threads.execute(() -> pump(clientSide, wire(toServer, serverSide)));
            threads.execute(() -> pump(serverSide, wire(toClient, clientSide)));
        }

        private Fault.Wire wire(List<Fault> faults, SocketChannel to) {
            Fault.Wire wire = new End(to);
            for (int i = faults.size() - 1; i >= 0; i--) {
                wire = faults.get(i).on(wire);
            }
            return wire;
        }

        private void pump(SocketChannel from, Fault.Wire wire) {
            ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
            try {
                while (from.read(buffer) >= 0) {
                    wire.send(buffer.flip());
                    buffer.clear();
                }
                wire.end();
                if (directions.decrementAndGet() == 0) {
                    close();
                }
            } catch (IOException e) { // a side has reset
                reset();
            }
        }

        private void close() throws IOException {
            connections.remove(this);
            clientSide.close();
            serverSide.close();
        }

        void reset() {
            try {
                clientSide.setOption(StandardSocketOptions.SO_LINGER, 0);
                serverSide.setOption(StandardSocketOptions.SO_LINGER, 0);
                close();
            } catch (IOException e) {
                // It was closed already.
            }
        }

        /** Where a direction leaves the proxy. */
        private final class End implements Fault.Wire {
            private final SocketChannel to;

            End(SocketChannel to) {
                this.to = to;
            }

            @Override
            public void send(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }

            @Override
            public void end() throws IOException {
                to.shutdownOutput();
            }

            @Override
            public void reset() {
                Connection.this.reset();
            }
        }
    }
}
