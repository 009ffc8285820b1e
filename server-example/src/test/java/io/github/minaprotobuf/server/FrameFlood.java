package io.github.minaprotobuf.server;

import com.google.protobuf.CodedOutputStream;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Peers that each send the same frame again and again, as fast as its echo comes back. */
final class FrameFlood implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] frame;
    private final int replyLength;
    private final AtomicLong cameBack = new AtomicLong();

    FrameFlood(InetSocketAddress address, int count, byte[] frame) throws IOException {
        this.frame = frame;
        this.replyLength = lengthOfReply(frame);
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(address.getAddress(), address.getPort());
            sockets.add(socket);
            start("sender", () -> send(socket));
            start("receiver", () -> receive(socket));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The end of the flood, or of the server, which the test looks at.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void send(Socket socket) throws IOException {
        while (true) {
            socket.getOutputStream().write(frame);
        }
    }

    private void receive(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 << 10];
        long bytes = 0;
        for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
            long before = bytes / replyLength;
            bytes += length;
            cameBack.addAndGet(bytes / replyLength - before);
        }
    }

    /** An echo that says a field twice comes back with one that holds both. */
    private static int lengthOfReply(byte[] frame) throws IOException {
        Echo echo = Echo.parseDelimitedFrom(new ByteArrayInputStream(frame));
        return CodedOutputStream.computeMessageSizeNoTag(echo);
    }

    /** Whole frames, of all peers. The map of an echo may come back in another order, but no longer. */
    long cameBack() {
        return cameBack.get();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
