package io.github.minaprotobuf.client.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection to the target, or of a client. Writes are queued and go out on a thread of their own, so a caller that sends and then
 * reads cannot deadlock with a peer that stops reading until its own writes are taken. Reads block, until the peer
 * closes or {@link #expire} cuts the connection off.
 */
public final class Connection implements AutoCloseable {

    /** The TCP connection itself. Over TLS it is closed and half-closed here too: TLS 1.2 cannot end one direction alone. */
    private final Socket tcp;

    private final Socket socket;
    private final OutputStream out;
    private final FrameReader in;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(Connection::writerThread);
    private volatile boolean expired;

    private Connection(Socket tcp, Socket socket, Wire wire, Trace trace) throws IOException {
        Trace.Streams streams = trace.follow(socket.getInputStream(), socket.getOutputStream());
        this.tcp = tcp;
        this.socket = socket;
        this.out = streams.out();
        this.in = new FrameReader(wire, streams.in());
    }

    /** @throws IOException with a message fit for the user, when nobody answers there */
    public static Connection open(Target target) throws IOException {
        Socket tcp = target.connect();
        return new Connection(tcp, target.secure(tcp), target.wire(), target.trace());
    }

    /** The other end of a connection: a client's, in plain text. */
    public static Connection accepted(Socket client, Wire wire, Trace trace) throws IOException {
        client.setTcpNoDelay(true); // each write is to leave as a segment of its own
        return new Connection(client, client, wire, trace);
    }

    /** Queues the stream, cut into writes, behind what was queued before. */
    public void send(FrameStream stream, Cut cut) {
        // On the caller's thread, not the writer's: a cut may take random numbers from a source that the caller uses
        // too.
        int[] writeEnds = cut.writeEnds(stream);
        queue(() -> {
            int start = 0;
            for (int end : writeEnds) {
                out.write(stream.bytes(), start, end - start);
                Thread.sleep(cut.pause().toMillis());
                start = end;
            }
        });
    }

    /** Queues the end of what this side sends; the other direction stays open. */
    public void halfClose() {
        queue(tcp::shutdownOutput);
    }

    /** Half-closes when all that was queued has gone out, and waits for that. */
    public void finish() {
        halfClose();
        awaitQueue();
    }

    /** Resets the connection, both directions at once, when all that was queued has gone out, and waits for that. */
    public void reset() {
        queue(() -> {
            tcp.setSoLinger(true, 0);
            tcp.close();
        });
        awaitQueue();
    }

    /**
     * The next frame's body.
     *
     * @throws BadFrameException when its header is not valid, or declares more than {@code limit} bytes
     * @throws java.io.EOFException when the stream ends before the frame does
     * @throws SocketTimeoutException when the time ran out
     */
    public byte[] readBody(int limit) throws IOException {
        return read(() -> in.readBody(limit));
    }

    /**
     * As {@link #readBody(int)}, but waits no longer than {@code quiet} for more bytes.
     *
     * @throws SocketTimeoutException when nothing came for that long
     */
    public byte[] readBody(int limit, Duration quiet) throws IOException {
        socket.setSoTimeout((int) quiet.toMillis());
        return readBody(limit);
    }

    /**
     * The first bytes that come next, at most 64; none when the stream ends.
     *
     * @throws SocketTimeoutException when the time ran out
     */
    public byte[] readSurplus() throws IOException {
        return read(() -> in.readSome(64));
    }

    /**
     * As {@link #readSurplus()}, but waits no longer than {@code quiet}.
     *
     * @throws SocketTimeoutException when nothing came
     */
    public byte[] readSurplus(Duration quiet) throws IOException {
        socket.setSoTimeout((int) quiet.toMillis());
        return readSurplus();
    }

    /** How the frame that was read last began. */
    public byte[] lastHeader() {
        return in.lastHeader();
    }

    /** The type that the frame's header said that was read last; negative where headers say none. */
    public long lastType() {
        return in.lastType();
    }

    /** The bytes of a frame that is not complete, and some that have come behind them; none when the connection failed. */
    public byte[] begunFrame() {
        try {
            return in.begun();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** What has come of a frame that is not complete, in words; empty when nothing has. */
    public String partialFrame() {
        return in.partialFrame();
    }

    /** Cuts the connection off because the time has run out: whoever waits on it gets an exception that says so. */
    public void expire() {
        expired = true;
        close();
    }

    /** Whether the time has run out. */
    public boolean isExpired() {
        return expired;
    }

    @Override
    public void close() {
        writer.shutdownNow();
        try {
            tcp.close();
        } catch (IOException e) {
            // The socket is not used any more.
        }
    }

    private <T> T read(Blocking<T> reading) throws IOException {
        try {
            T result = reading.call();
            // What came may be the peer's answer to being cut off.
            requireTime();
            return result;
        } catch (IOException e) {
            requireTime();
            throw e;
        }
    }

    private void requireTime() throws SocketTimeoutException {
        if (expired) {
            throw new SocketTimeoutException("the time ran out");
        }
    }

    private void queue(Write write) {
        try {
            writer.execute(() -> attempt(write));
        } catch (RejectedExecutionException e) {
            // The connection is closed; whoever reads from it gets the exception.
        }
    }

    /** Nothing can be queued afterwards. */
    private void awaitQueue() {
        writer.shutdown();
        try {
            writer.awaitTermination(1, TimeUnit.DAYS); // expire() ends this earlier
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void attempt(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            // Whoever reads from the connection gets the same failure, and can say what came before it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread writerThread(Runnable task) {
        Thread thread = new Thread(task, "writer");
        thread.setDaemon(true);
        return thread;
    }

    @FunctionalInterface
    private interface Blocking<T> {
        T call() throws IOException;
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException, InterruptedException;
    }
}
