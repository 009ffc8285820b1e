package io.github.minaprotobuf.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps a number of frames in flight on one connection: as many leave as replies have come. Replies are told apart by
 * counting bytes, and compared with what was sent.
 */
final class LoadConnection {

    /** Comparing is cheap, but not free. */
    private static final int READS_PER_COMPARISON = 8;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final int frameLength;
    private final ByteBuffer requests;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private long unsentBytes;
    private int requestOffset;
    private int replyOffset;
    private int reads;

    LoadConnection(Selector selector, int port, Frames frames, int inFlight) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        frameLength = frames.frameLength();
        requests = frames.stream(inFlight * frameLength);
    }

    void send(int frames, long now) throws IOException {
        batches.addLast(new Batch(now, frames));
        unsentBytes += (long) frames * frameLength;
        flush();
    }

    void flush() throws IOException {
        while (unsentBytes > 0) {
            requests.limit((int) Math.min(requests.capacity(), requestOffset + unsentBytes))
                    .position(requestOffset);
            int written = channel.write(requests);
            unsentBytes -= written;
            requestOffset = (requestOffset + written) % frameLength;
            if (requests.hasRemaining()) {
                break;
            }
        }
        key.interestOps(unsentBytes > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /**
     * Reads once, and gives the age of each frame whose reply is now complete.
     *
     * @return the number of such frames
     */
    int receive(ByteBuffer buffer, ByteBuffer expected, Latencies latencies) throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
            throw new IOException("the server closed the connection");
        }
        buffer.flip();
        if (reads++ % READS_PER_COMPARISON == 0) {
            compare(buffer, expected);
        }
        int complete = (int) (((long) replyOffset + count) / frameLength);
        replyOffset = (int) (((long) replyOffset + count) % frameLength);
        record(complete, latencies);
        return complete;
    }

    boolean hasFramesInFlight() {
        return !batches.isEmpty();
    }

    private void compare(ByteBuffer buffer, ByteBuffer expected) throws IOException {
        expected.limit(replyOffset + buffer.remaining()).position(replyOffset);
        if (buffer.mismatch(expected) >= 0) {
            throw new IOException("a reply differs from its request");
        }
    }

    private void record(int complete, Latencies latencies) throws IOException {
        long now = System.nanoTime();
        int rest = complete;
        while (rest > 0) {
            Batch oldest = batches.peekFirst();
            if (oldest == null) {
                throw new IOException("more replies than requests");
            }
            int count = Math.min(rest, oldest.frames);
            latencies.record(now - oldest.sentAt, count);
            rest -= count;
            oldest.frames -= count;
            if (oldest.frames == 0) {
                batches.removeFirst();
            }
        }
    }

    /** Frames that were sent in one go. */
    private static final class Batch {
        private final long sentAt;
        private int frames;

        Batch(long sentAt, int frames) {
            this.sentAt = sentAt;
            this.frames = frames;
        }
    }
}
