package io.github.minaprotobuf.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
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

    /** A format of parts that it speaks beside those that have a name. */
    static final String TYPED = "type:2be,length:4be";

    /** The longest body that it takes. */
    static final int MAX_BODY = 4 << 20;

    private final ServerSocket listener;
    private final Wire wire;
    private final Supplier<Behaviour> behaviours;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

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

    /** Ends all connections, and takes no more. */
    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            sockets.add(socket);
            if (closed) {
                socket.close(); // accept() was on its way when the listener was closed
            }
            Behaviour behaviour = behaviours.get(); // here, so that they are made in the order of the connections
            start(() -> serve(socket, behaviour));
        }
    }

    private void serve(Socket socket, Behaviour behaviour) throws IOException {
        try (socket) {
            behaviour.server = this;
            behaviour.socket = socket;
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

    /**
     * What a server does on one connection. As it stands it is right: it skips malformed frames, and closes when one
     * is over the limit or no frame at all. A wrong server overrides a method.
     */
    static class Behaviour {
        private TinyEchoServer server;
        private Socket socket;
        private DataInputStream in;
        private OutputStream out;

        /** A client has connected. */
        void accepted() throws IOException {}

        /** A request has come. */
        void received(byte[] body) throws IOException {
            send(body);
        }

        /** A whole frame has come, but its body is no message. */
        void malformed(byte[] body) throws IOException {}

        /** A header has come that declares more than the limit, or less than nothing. */
        void oversize(int bodyLength) throws IOException {
            throw new IOException("no length: " + bodyLength);
        }

        /** The stream is over, or has failed, inside a frame. */
        void truncated(byte[] partOfBody) throws IOException {}

        /**
         * The rest of a header, whose first byte is read already. Written for this server, so that a mistake in the
         * client's own headers shows.
         */
        int readBodyLength(DataInputStream in, int first) throws IOException {
            return switch (server.wire.toString()) {
                case "le32" ->
                    first | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16 | in.readUnsignedByte() << 24;
                case "be32" ->
                    first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte();
                case "varint32" -> readVarint(in, first);
                case "grpc" -> readFlagged(in, first);
                case TYPED -> readTyped(in, first);
                default -> throw new IllegalArgumentException("no format of this server: " + server.wire);
            };
        }

        /** That many bytes, or fewer at the end of the stream. Takes memory as they come. */
        byte[] readBody(DataInputStream in, int bodyLength) throws IOException {
            return in.readNBytes(bodyLength);
        }

        /** The client has half-closed; the connection is closed when this returns. */
        void ended() throws IOException {}

        /** The header that a reply gets. */
        byte[] header(int bodyLength) {
            return server.wire.header(bodyLength);
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

        /** Takes in what is left of a frame, and forgets it. */
        void skip(int bytes) throws IOException {
            in.skipNBytes(bytes);
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

        /** Closes the connection when nothing comes for that long. */
        void closeWhenIdle(int millis) throws IOException {
            socket.setSoTimeout(millis);
        }

        /** Does nothing more, for ever. */
        void hang() {
            new Semaphore(0).acquireUninterruptibly();
        }

        /** The whole server comes down. */
        void die() throws IOException {
            server.close();
        }

        private void converse() throws IOException {
            accepted();
            try {
                int first = nextByte();
                while (first >= 0) {
                    frame(readBodyLength(in, first));
                    first = nextByte();
                }
                ended();
            } finally {
                out.flush();
            }
        }

        /** No reply waits while this does. */
        private int nextByte() throws IOException {
            if (in.available() == 0) {
                out.flush();
            }
            return in.read();
        }

        private void frame(int bodyLength) throws IOException {
            if (bodyLength < 0 || bodyLength > MAX_BODY) {
                oversize(bodyLength);
                return;
            }
            byte[] body = readBody(in, bodyLength);
            if (body.length < bodyLength) {
                truncated(body);
                throw new EOFException();
            }
            if (isMessage(body)) {
                received(body);
            } else {
                malformed(body);
            }
        }

        @SuppressWarnings("IgnoredPureGetter") // it throws
        private static boolean isMessage(byte[] body) {
            try {
                Echo.parseFrom(body);
                return true;
            } catch (InvalidProtocolBufferException e) {
                return false;
            }
        }

        private static int readVarint(DataInputStream in, int first) throws IOException {
            long length = first & 0x7F;
            int last = first;
            for (int shift = 7; last >= 0x80; shift += 7) {
                if (shift > 28) {
                    throw new IOException("a varint of more than five bytes");
                }
                last = in.readUnsignedByte();
                length |= (long) (last & 0x7F) << shift;
            }
            return (int) Math.min(Integer.MAX_VALUE, length);
        }

        /** It echoes a type as it is only if it is the one that the client sends unless told otherwise: 1. */
        private static int readTyped(DataInputStream in, int first) throws IOException {
            int type = first << 8 | in.readUnsignedByte();
            if (type != 1) {
                throw new IOException("a type of " + type);
            }
            return in.readInt();
        }

        private static int readFlagged(DataInputStream in, int flag) throws IOException {
            if (flag != 0) {
                throw new IOException("a flag of " + flag);
            }
            return in.readInt();
        }
    }
}
