package io.github.minaprotobuf.server;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends bursts of frames, compares each reply byte for byte, and goes on over a new connection whenever one ends between
 * two replies: with the frames that were not answered. Whatever else happens is a failure. Speaks le32.
 */
final class SteadyClient implements Callable<SteadyClient> {

    private static final int BURST = 16;
    private static final int PAUSE_NANOS = 20_000_000;
    private static final int PATIENCE_MILLIS = 20_000;

    private final InetSocketAddress address;
    private final Random random;
    private final Queue<byte[]> unanswered = new ArrayDeque<>();
    private final byte[] noise = new byte[48 << 10];
    private volatile boolean stopping;

    private int connections;
    private int resets;
    private int fruitless;
    private long sent;
    private long replyBytes;
    private final AtomicLong replies = new AtomicLong();

    SteadyClient(InetSocketAddress address, int seed) {
        this.address = address;
        this.random = new Random(seed);
        random.nextBytes(noise);
    }

    /** Ends once all frames that were sent are answered. */
    void stop() {
        stopping = true;
    }

    /** Runs until it is told to stop. */
    @Override
    public SteadyClient call() throws IOException {
        while (!stopping || !unanswered.isEmpty()) {
            long before = replies.get();
            try (Socket socket = new Socket()) {
                socket.connect(address, PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MILLIS);
                connections++;
                converse(socket);
            }
            if (replies.get() == before) {
                fruitless++;
            }
        }
        return this;
    }

    /** Returns when the connection has ended, or when all is done. */
    private void converse(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        boolean open = true;
        while (open && !(stopping && unanswered.isEmpty())) {
            while (unanswered.size() < BURST && !stopping) {
                unanswered.add(body());
            }
            send(socket);
            while (open && !unanswered.isEmpty()) {
                open = readReply(in);
            }
            LockSupport.parkNanos(random.nextInt(PAUSE_NANOS)); // a steady load, not all that the machine can do
        }
    }

    private byte[] body() {
        int length = random.nextInt(20) == 0 ? random.nextInt(noise.length) : random.nextInt(200);
        return Echo.newBuilder()
                .setId(random.nextLong())
                .setText("longer than a health check's")
                .setPayload(ByteString.copyFrom(noise, 0, length))
                .build()
                .toByteArray();
    }

    /** Each in a write of its own, so that the server can stop anywhere among them. */
    private void send(Socket socket) {
        try {
            for (byte[] body : unanswered) {
                socket.getOutputStream().write(frame(body));
                sent++;
            }
        } catch (IOException e) {
            // The server has closed. What it has answered before is still to be read.
        }
    }

    private static byte[] frame(byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** False when the connection has ended. */
    private boolean readReply(DataInputStream in) throws IOException {
        byte[] expected = unanswered.element();
        byte[] body;
        try {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            int length = first | in.read() << 8 | in.read() << 16 | in.read() << 24;
            if (length != expected.length) {
                throw new AssertionError("a reply of " + length + " bytes to a frame of " + expected.length);
            }
            body = in.readNBytes(length);
        } catch (SocketException e) {
            resets++;
            return false;
        }
        if (!Arrays.equals(expected, body)) {
            throw new AssertionError("another reply to a frame of " + expected.length + " bytes, or a part of it");
        }
        unanswered.remove();
        replyBytes += body.length;
        replies.incrementAndGet();
        return true;
    }

    /** Any thread, any time. */
    long replies() {
        return replies.get();
    }

    // The rest is for those who have waited for its end.

    long replyBytes() {
        return replyBytes;
    }

    /** Those of frames that were sent again count each time. */
    long sent() {
        return sent;
    }

    int connections() {
        return connections;
    }

    /** Connections that were reset. */
    int resets() {
        return resets;
    }

    /** Connections that ended before a single reply. */
    int fruitless() {
        return fruitless;
    }
}
