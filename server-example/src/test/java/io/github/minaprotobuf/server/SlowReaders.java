package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Peers that send all they can, and read nothing until they are told to; what comes then must be what they sent. One
 * thread does it for all of them, so that a server on the same machine keeps a processor to itself.
 */
final class SlowReaders implements UnreadReplies {

    /** Small, so that the kernel does not hold for the server what is not read. */
    private static final int BUFFER = 32 << 10;

    private final byte[] stream;
    private final Selector selector = Selector.open();
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER);
    private final CompletableFuture<Void> everythingCameBack = new CompletableFuture<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger sentAll = new AtomicInteger();
    private volatile boolean reading;

    SlowReaders(InetSocketAddress address, int count, byte[] stream) throws IOException {
        this.stream = stream;
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
            channel.connect(address);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE, new Peer(channel));
        }
        Thread thread = new Thread(this::run, "slow readers");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Peer {
        private final SocketChannel channel;
        private final ByteBuffer unsent = ByteBuffer.wrap(stream);
        private int cameBack;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        void write(SelectionKey key) throws IOException {
            unsent.limit(Math.min(stream.length, unsent.position() + BUFFER)); // else it is all copied for each write
            sent.addAndGet(channel.write(unsent));
            if (unsent.position() == stream.length) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                sentAll.incrementAndGet();
            }
        }

        void read(SelectionKey key) throws IOException {
            received.clear();
            int length = channel.read(received);
            assertTrue(length > 0, "closed by the server after " + cameBack + " bytes");
            assertTrue(
                    Arrays.equals(received.array(), 0, length, stream, cameBack, cameBack + length),
                    "wrong bytes after " + cameBack);
            cameBack += length;
            if (cameBack == stream.length) {
                key.cancel();
            }
        }
    }

    /** Bytes, of all peers together, that the kernel has taken. */
    long sent() {
        return sent.get();
    }

    /** Peers that have nothing left to send. */
    int sentAll() {
        return sentAll.get();
    }

    @Override
    public CompletableFuture<Void> read() {
        reading = true;
        selector.wakeup();
        return everythingCameBack;
    }

    private void run() {
        try {
            boolean told = false;
            while (!selector.keys().isEmpty()) {
                if (reading && !told) {
                    selector.keys().forEach(key -> key.interestOpsOr(SelectionKey.OP_READ));
                    told = true;
                }
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    Peer peer = (Peer) key.attachment();
                    if (key.isWritable()) {
                        peer.write(key);
                    }
                    if (key.isReadable()) {
                        peer.read(key);
                    }
                }
                selector.selectedKeys().clear();
                selector.selectNow(); // lets go of the keys that were cancelled
            }
            everythingCameBack.complete(null);
        } catch (Throwable e) {
            everythingCameBack.completeExceptionally(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
