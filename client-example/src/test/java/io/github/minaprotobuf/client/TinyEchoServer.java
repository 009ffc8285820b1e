package io.github.minaprotobuf.client;

import com.google.protobuf.CodedInputStream;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** A blocking echo server, a thread per connection; as right or wrong as the behaviour that it is given. */
final class TinyEchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final Wire wire;
    private final Supplier<Behaviour> behaviours;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** @param behaviours makes one for each connection */
    TinyEchoServer(Wire wire, Supplier<Behaviour> behaviours) {
        this.wire = wire;
        this.behaviours = behaviours;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            sockets.add(socket);
            start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            Behaviour behaviour = behaviours.get();
            behaviour.socket = socket;
            behaviour.wire = wire;
            behaviour.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            behaviour.out = new BufferedOutputStream(socket.getOutputStream());
            behaviour.converse();
        } finally {
            sockets.remove(socket);
        }
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // A side has closed: this one to stop, or the client since it has seen enough.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    /** What a server does on one connection. As it stands it is right; a wrong server overrides a method. */
    static class Behaviour {
        private Socket socket;
        private Wire wire;
        private DataInputStream in;
        private OutputStream out;

        /** A request has come. */
        void received(byte[] body) throws IOException {
            send(body);
        }

        /**
         * The rest of a header, whose first byte is read already. Written for this server, so that a mistake in the
         * client's own headers shows.
         */
        int readBodyLength(DataInputStream in, int first) throws IOException {
            return switch (wire) {
                case LE32 -> first
                        | in.readUnsignedByte() << 8
                        | in.readUnsignedByte() << 16
                        | in.readUnsignedByte() << 24;
                case BE32 -> first << 24
                        | in.readUnsignedByte() << 16
                        | in.readUnsignedByte() << 8
                        | in.readUnsignedByte();
                case VARINT32 -> CodedInputStream.readRawVarint32(first, in);
                case GRPC -> in.readInt();
            };
        }

        /** The client has half-closed; the connection is closed when this returns. */
        void ended() throws IOException {}

        /** The header that a reply gets. */
        byte[] header(int bodyLength) {
            return wire.header(bodyLength);
        }

        void send(byte[] body) throws IOException {
            out.write(header(body.length));
            sendRaw(body);
        }

        void sendRaw(byte... bytes) throws IOException {
            out.write(bytes);
            if (in.available() == 0) {
                out.flush();
            }
        }

        /** Whether the client half-closes within that time and sends nothing before. */
        boolean endsWithin(int millis) throws IOException {
            socket.setSoTimeout(millis);
            in.mark(1);
            try {
                boolean ended = in.read() < 0;
                in.reset();
                return ended;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(0);
            }
        }

        /** Does nothing more, for ever. */
        void hang() {
            new Semaphore(0).acquireUninterruptibly();
        }

        private void converse() throws IOException {
            int first = in.read();
            while (first >= 0) {
                byte[] body = new byte[readBodyLength(in, first)];
                in.readFully(body);
                received(body);
                first = in.read();
            }
            ended();
            out.flush();
        }

    }
}
