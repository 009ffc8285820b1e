package io.github.minaprotobuf.transport;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.test.Sample;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A peer of an echo server that speaks varint32, with protobuf's own delimited streams. */
final class Client implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream input; // buffered: a server that closes waits only so long for one that still sends

    Client(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static Client connect(EchoAcceptor server) throws IOException {
        return connect(server.address());
    }

    static Client connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        return new Client(socket);
    }

    static Sample message(long id) {
        return Sample.newBuilder().setId(id).setText("message " + id).build();
    }

    static Sample ofPayload(long id, int bytes) {
        return Sample.newBuilder()
                .setId(id)
                .setPayload(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    static byte[] frames(Sample... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Sample message : messages) {
            try {
                message.writeDelimitedTo(out);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return out.toByteArray();
    }

    Socket socket() {
        return socket;
    }

    InputStream input() {
        return input;
    }

    Client send(Sample... messages) throws IOException {
        return send(frames(messages));
    }

    Client send(byte... bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    Client halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next reply; null at the end. */
    Sample reply() throws IOException {
        return Sample.parseDelimitedFrom(input);
    }

    Sample exchange(Sample message) throws IOException {
        return send(message).reply();
    }

    List<Sample> repliesUntilEnd() throws IOException {
        List<Sample> replies = new ArrayList<>();
        for (Sample reply = reply(); reply != null; reply = reply()) {
            replies.add(reply);
        }
        return replies;
    }

    /** Waits until the server has closed or reset the connection; true when not one byte came before. */
    boolean isClosedByServer() throws IOException {
        try {
            return input.read() == -1;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
