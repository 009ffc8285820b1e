package io.github.minaprotobuf.client.tap;

import io.github.minaprotobuf.client.capture.Event;
import io.github.minaprotobuf.client.capture.EventQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Relays connections to a target, and tells what passes. All passes on at once and unchanged, whatever it is. A half-close is
 * passed on as one, a reset as one.
 */
public final class Tap implements AutoCloseable {

    private final ServerSocket listening;
    private final Ends ends;
    private final Disturbance disturbance;
    private final EventQueue events;
    private final Set<Relay> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch firstEnded = new CountDownLatch(1);

    /**
     * Starts to accept.
     *
     * @param listen port 0 for a free one
     * @throws IOException when that address cannot be had
     */
    public Tap(InetSocketAddress listen, Ends ends, Disturbance disturbance, EventQueue events) throws IOException {
        this.ends = ends;
        this.disturbance = disturbance;
        this.events = events;
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

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            for (int number = 1; ; number++) {
                Socket client = listening.accept();
                int connection = number;
                events.put(new Event.Opened(
                        Instant.now(), connection, (InetSocketAddress) client.getRemoteSocketAddress(), ends.target()));
                start("tap-" + number, () -> relay(client, connection));
            }
        } catch (IOException e) {
            // closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relay(Socket client, int number) {
        try (client;
                Socket server = new Socket();
                Relay relay = new Relay(number, client, server, disturbance, events)) {
            open.add(relay);
            relay.run(ends);
            open.remove(relay);
        } catch (IOException e) {
            // closing failed, which leaves nothing open
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            firstEnded.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Relay relay : open) {
            relay.close();
        }
    }
}
