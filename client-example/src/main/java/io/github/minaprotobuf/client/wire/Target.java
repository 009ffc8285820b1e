package io.github.minaprotobuf.client.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/** The server under test, and how to speak to it. */
public record Target(String host, int port, Wire wire, Duration connectTimeout, Optional<Tls> tls, Trace trace) {

    /** In plain text. */
    public Target(String host, int port, Wire wire, Duration connectTimeout) {
        this(host, port, wire, connectTimeout, Optional.empty());
    }

    public Target(String host, int port, Wire wire, Duration connectTimeout, Optional<Tls> tls) {
        this(host, port, wire, connectTimeout, tls, Trace.none());
    }

    /** The same, in another format. */
    public Target speaking(Wire other) {
        return new Target(host, port, other, connectTimeout, tls, trace);
    }

    /** The same, with all bytes shown. */
    public Target tracedBy(Trace shown) {
        return new Target(host, port, wire, connectTimeout, tls, shown);
    }

    /** @throws IOException with a message fit for the user, when nobody answers there */
    public Socket connect() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("unknown host");
        }
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) connectTimeout.toMillis());
            // Each write is to leave as a segment of its own.
            socket.setTcpNoDelay(true);
            return socket;
        } catch (SocketTimeoutException e) {
            socket.close();
            throw new SocketTimeoutException("no answer within " + connectTimeout.toMillis() + " ms");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A connected socket, with TLS on top where the target speaks it. Closes the given one when that fails.
     *
     * @throws IOException with a message fit for the user, when the handshake fails
     */
    public Socket secure(Socket connected) throws IOException {
        if (tls.isEmpty()) {
            return connected;
        }
        try {
            connected.setSoTimeout((int) connectTimeout.toMillis());
            Socket secured = tls.get().secure(connected, host);
            connected.setSoTimeout(0);
            return secured;
        } catch (IOException e) {
            connected.close();
            throw new IOException("TLS: " + Tls.reason(e), e);
        }
    }

    /**
     * Connects, and finds out whether the server accepts this client. In TLS 1.3 the client's handshake ends before the
     * server has seen the client's certificate; a refusal comes later. So this half-closes, and reads until the server
     * has said no, or closes.
     *
     * @throws IOException with a message fit for the user, when nobody answers, or the handshake fails on either side
     */
    public void probe() throws IOException {
        Socket tcp = connect();
        try (Socket secured = secure(tcp)) {
            if (tls.isPresent()) {
                tcp.setSoTimeout((int) connectTimeout.toMillis());
                tcp.shutdownOutput();
                awaitEnd(secured);
            }
        }
    }

    private static void awaitEnd(Socket secured) throws IOException {
        try {
            secured.getInputStream().read();
        } catch (IOException e) {
            if (Tls.isRefusal(e)) {
                throw new IOException("TLS: " + Tls.reason(e), e);
            }
            // The server accepted the client. How it treats a half-closed socket is for the cases to ask.
        }
    }

    /** {@code 127.0.0.1:9123}. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
