package io.github.minaprotobuf.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** {@link SlowReaders} over TLS: a thread of each sends, and another one reads when it is told to. */
final class SlowTlsReaders implements UnreadReplies {

    /** Small, so that the kernel does not hold for the server what is not read. */
    private static final int BUFFER = 32 << 10;

    private final byte[] stream;
    private final List<SSLSocket> sockets = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "slow reader");
        thread.setDaemon(true);
        return thread;
    });
    private final List<CompletableFuture<Void>> sending = new ArrayList<>();

    SlowTlsReaders(InetSocketAddress address, SSLContext context, int count, byte[] stream) throws IOException {
        this.stream = stream;
        for (int i = 0; i < count; i++) {
            Socket plain = new Socket();
            plain.setReceiveBufferSize(BUFFER);
            plain.connect(address);
            SSLSocket socket = TlsTest.secure(context, plain, "TLSv1.3");
            socket.startHandshake();
            sockets.add(socket);
        }
        sockets.forEach(socket -> sending.add(CompletableFuture.runAsync(() -> send(socket), threads)));
    }

    private void send(SSLSocket socket) {
        try {
            socket.getOutputStream().write(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletableFuture<Void> read() {
        List<CompletableFuture<Void>> done = new ArrayList<>(sending);
        sockets.forEach(socket -> done.add(CompletableFuture.runAsync(() -> read(socket), threads)));
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
    }

    private void read(SSLSocket socket) {
        byte[] received = new byte[BUFFER];
        int cameBack = 0;
        try {
            InputStream input = socket.getInputStream();
            while (cameBack < stream.length) {
                int length = input.read(received);
                if (length < 0 || !Arrays.equals(received, 0, length, stream, cameBack, cameBack + length)) {
                    throw new AssertionError(
                            (length < 0 ? "closed by the server" : "wrong bytes") + " after " + cameBack + " bytes");
                }
                cameBack += length;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("after " + cameBack + " bytes", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SSLSocket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
