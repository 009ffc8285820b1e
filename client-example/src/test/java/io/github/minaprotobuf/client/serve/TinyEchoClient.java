package io.github.minaprotobuf.client.serve;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.client.wire.Wire.Look;
import io.github.minaprotobuf.example.Echo;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** An echo client that does all right, on a thread; tests change one thing of its behaviour. */
final class TinyEchoClient implements ClientUnderTest {

    static final int MAX_BODY = 4 << 20;
    static final Duration TIME_LIMIT = Duration.ofMillis(2500);

    private final Supplier<Behaviour> behaviours;

    TinyEchoClient(Supplier<Behaviour> behaviours) {
        this.behaviours = behaviours;
    }

    /** What the client does, in the order of the methods. An exception is another exit code than 0. */
    static class Behaviour {

        Wire wire;
        List<Long> ids;
        Socket socket;
        DataInputStream in;
        OutputStream out;

        void converse() throws IOException {
            sendAll();
            halfClose();
            receiveAll();
            receiveEnd();
        }

        void sendAll() throws IOException {
            for (long id : ids) {
                byte[] body = Echo.newBuilder().setId(id).build().toByteArray();
                out.write(header(body.length));
                out.write(body);
            }
        }

        byte[] header(int bodyLength) {
            return wire.header(bodyLength);
        }

        void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        void receiveAll() throws IOException {
            for (long id : ids) {
                verify(id, receive());
            }
        }

        /** The next reply's body. */
        byte[] receive() throws IOException {
            long length = readBodyLength();
            if (length > limit()) {
                throw new IOException("a body of " + length + " bytes");
            }
            return readBody((int) length);
        }

        long limit() {
            return MAX_BODY;
        }

        long readBodyLength() throws IOException {
            byte[] header = new byte[16];
            for (int length = 0; ; length++) {
                Look look = wire.at(header, 0, length);
                if (look instanceof Look.Wrong wrong) {
                    throw new IOException(wrong.reason());
                }
                if (look instanceof Look.Whole whole) {
                    if (whole.compressed() && !takesCompressed()) {
                        throw new IOException("compressed");
                    }
                    return whole.bodyLength();
                }
                header[length] = readHeaderByte(length);
            }
        }

        boolean takesCompressed() {
            return false;
        }

        byte readHeaderByte(int offset) throws IOException {
            int next = in.read();
            if (next < 0) {
                throw offset == 0 ? new EndBetweenFrames() : new EOFException("inside a header");
            }
            return (byte) next;
        }

        byte[] readBody(int length) throws IOException {
            byte[] body = new byte[length];
            in.readFully(body);
            return body;
        }

        void verify(long id, byte[] body) throws IOException {
            if (idOf(body) != id) {
                throw new IOException("another id");
            }
        }

        static long idOf(byte[] body) throws InvalidProtocolBufferException {
            return Echo.parseFrom(body).getId();
        }

        void receiveEnd() throws IOException {
            if (in.read() >= 0) {
                throw new IOException("more than replies");
            }
        }
    }

    /** The stream has ended where a frame might have begun. */
    static final class EndBetweenFrames extends EOFException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public boolean sendsGivenIds() {
        return true;
    }

    @Override
    public Attempt start(Scenario scenario, InetSocketAddress server, Wire wire, List<Long> ids) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread thread = new Thread(() -> exit.complete(run(socket, wire, ids)), "client of " + scenario.id());
        thread.start();
        return new Running(thread, socket, exit);
    }

    private int run(Socket socket, Wire wire, List<Long> ids) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TIME_LIMIT.toMillis());
            Behaviour behaviour = behaviours.get();
            behaviour.wire = wire;
            behaviour.ids = ids;
            behaviour.socket = socket;
            behaviour.in = new DataInputStream(socket.getInputStream());
            behaviour.out = socket.getOutputStream();
            behaviour.converse();
            return 0;
        } catch (IOException e) {
            return 1;
        }
    }

    /** Whatever one read gives, up to so many bytes. */
    static byte[] readOnce(InputStream in, int most) throws IOException {
        byte[] some = new byte[most];
        return Arrays.copyOf(some, Math.max(0, in.read(some)));
    }

    private record Running(Thread thread, Socket socket, CompletableFuture<Integer> exit) implements Attempt {

        @Override
        public boolean isVisible() {
            return true;
        }

        @Override
        public String lastWords() {
            return "";
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
