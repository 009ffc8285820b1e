package io.github.minaprotobuf.client.tap;

import io.github.minaprotobuf.client.view.Frame;
import io.github.minaprotobuf.client.view.FrameScanner;
import io.github.minaprotobuf.client.wire.Misread;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Relays connections to a target, and looks at the frames that pass. What comes is passed on first, unchanged, and looked at
 * then; what is no frame is passed on as well. A half-close is passed on as one, a reset as one.
 */
public final class Tap implements AutoCloseable {

    private static final int CHUNK = 64 << 10;

    /** Who is told what passes. Called by a thread for each direction of each connection. */
    public interface Observer {
        /**
         * These have ended with what came just now.
         *
         * @param source {@code #1 >} for what the client of the first connection has sent, {@code #1 <} for its server
         */
        void frames(String source, List<Frame> frames);

        /** Something else has happened, as the end of a stream. */
        void event(String source, String what);
    }

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final Wire wire;
    private final Disturbance disturbance;
    private final Observer observer;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch firstEnded = new CountDownLatch(1);

    /**
     * Starts to accept.
     *
     * @param listen port 0 for a free one
     * @throws IOException when that address cannot be had
     */
    public Tap(
            InetSocketAddress listen, InetSocketAddress target, Wire wire, Disturbance disturbance, Observer observer)
            throws IOException {
        this.target = target;
        this.wire = wire;
        this.disturbance = disturbance;
        this.observer = observer;
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(listen);
        start("tap", this::accept);
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** Waits until a connection has come and gone. */
    public void awaitFirstEnd() throws InterruptedException {
        firstEnded.await();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            for (int number = 1; ; number++) {
                Socket client = listening.accept();
                int connection = number;
                start("tap-" + number, () -> relay(client, connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void relay(Socket client, int number) {
        String name = "#" + number;
        open.add(client);
        try (client;
                Socket server = new Socket()) {
            open.add(server);
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            CountDownLatch answered = new CountDownLatch(1);
            start("tap-" + number + "-answers", () -> {
                pump(server, client, name + " <");
                answered.countDown();
            });
            pump(client, server, name + " >");
            answered.await();
            open.remove(server);
        } catch (IOException e) {
            observer.event(name, "cannot connect to " + target + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            firstEnded.countDown();
        }
    }

    private void pump(Socket from, Socket to, String source) {
        List<Frame> ended = new ArrayList<>();
        FrameScanner scanner = new FrameScanner(wire, FrameScanner.LONGEST_SHOWN, ended::add);
        byte[] chunk = new byte[CHUNK];
        long passed = 0;
        try {
            OutputStream out = to.getOutputStream();
            for (int length = from.getInputStream().read(chunk);
                    length >= 0;
                    length = from.getInputStream().read(chunk)) {
                disturbance.write(out, chunk, length, passed);
                if (passed == 0) {
                    Misread.of(Arrays.copyOf(chunk, length))
                            .ifPresent(other -> observer.event(source, "begins like " + other + ", not like " + wire));
                }
                passed += length;
                scanner.add(chunk, length);
                observer.frames(source, ended);
                ended.clear();
            }
            to.shutdownOutput();
            observer.event(source, "end of the stream after " + passed + " bytes" + unfinished(scanner));
        } catch (Disturbance.ResetException e) {
            observer.event(source, e.getMessage());
            reset(from);
            reset(to);
        } catch (IOException e) {
            if (!to.isClosed()) {
                observer.event(source, "broken after " + passed + " bytes: " + e.getMessage() + unfinished(scanner));
            }
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String unfinished(FrameScanner scanner) {
        return scanner.isAtBoundary() || scanner.isLost()
                ? ""
                : ", inside the frame at @" + scanner.offset() + ", of which " + scanner.left() + " bytes came";
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
