package io.github.minaprotobuf.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection, plain or TLS, that can send in cuts while it reads, and end in every way that TCP has. */
final class PeerConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private static final int RECEIVE_BUFFER = 64 << 10; // small: the server is to feel who reads slowly

    private final Socket plain = new Socket();
    private final Socket socket;

    /** @param protocol of TLS; unused without a context */
    PeerConnection(InetSocketAddress address, Optional<SSLContext> tls, String protocol) throws IOException {
        try {
            plain.setReceiveBufferSize(RECEIVE_BUFFER);
            plain.connect(address, PATIENCE_MILLIS);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(PATIENCE_MILLIS);
            socket = tls.isPresent() ? secure(tls.get(), protocol) : plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secure(SSLContext tls, String protocol) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        secure.setEnabledProtocols(new String[] {protocol});
        secure.startHandshake();
        return secure;
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Sends in pieces of random lengths up to {@code longest}. */
    void send(byte[] bytes, int longest, Random random) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(longest));
            out.write(bytes, from, length);
            out.flush();
            from += length;
        }
    }

    /** Sends while others read; then ends this side's stream if so wished. */
    CompletableFuture<Void> sending(byte[] bytes, int longest, Random random, boolean halfClose, Executor executor) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        send(bytes, longest, random);
                        if (halfClose) {
                            plain.shutdownOutput(); // below TLS
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                executor);
    }

    static void await(CompletableFuture<Void> sent) throws Exception {
        try {
            sent.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("could not send: " + e.getCause(), e);
        }
    }

    /** The same when sending may as well have failed. */
    static void awaitAnyEnd(CompletableFuture<Void> sent) throws Exception {
        await(sent.exceptionally(failed -> null));
    }

    /** Vanishes with a RST. */
    void reset() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    /** Ends without TLS's goodbye. */
    void disconnect() throws IOException {
        plain.close();
    }

    @Override
    public void close() throws IOException {
        if (!plain.isClosed()) {
            socket.close();
        }
    }
}
