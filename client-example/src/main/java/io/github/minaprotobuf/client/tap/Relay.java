package io.github.minaprotobuf.client.tap;

import io.github.minaprotobuf.client.capture.Event;
import io.github.minaprotobuf.client.capture.EventQueue;
import io.github.minaprotobuf.client.wire.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** One connection that passes through. Each direction has a thread. */
final class Relay implements AutoCloseable {

    private static final int CHUNK = 64 << 10;
    private static final String END = "end of the stream";

    private final int number;
    private final Socket client;
    private final Socket server;
    private final Disturbance disturbance;
    private final EventQueue events;

    Relay(int number, Socket client, Socket server, Disturbance disturbance, EventQueue events) {
        this.number = number;
        this.client = client;
        this.server = server;
        this.disturbance = disturbance;
        this.events = events;
    }

    /** Connects to the server, and relays until both directions have ended. */
    void run(Ends ends) throws InterruptedException {
        Socket toServer;
        Socket toClient;
        try {
            ends.connect(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            toServer = ends.secureServer(server);
        } catch (IOException e) {
            fail("cannot connect to the target: " + e.getMessage());
            return;
        }
        try {
            toClient = ends.secureClient(client);
        } catch (IOException e) {
            fail("no TLS with the client: " + e.getMessage());
            return;
        }
        CountDownLatch answered = new CountDownLatch(1);
        Tap.start("tap-" + number + "-answers", () -> {
            pump(toServer, toClient, Side.SERVER);
            answered.countDown();
        });
        pump(toClient, toServer, Side.CLIENT);
        answered.await();
    }

    private void fail(String why) throws InterruptedException {
        events.put(new Event.Noted(Instant.now(), number, why));
    }

    private void pump(Socket from, Socket to, Side side) {
        try {
            String how = END;
            boolean orderly = false;
            try {
                passOn(from, to, side);
                orderly = true;
                to.shutdownOutput();
            } catch (Disturbance.ResetException e) {
                how = e.getMessage();
                reset();
            } catch (IOException e) {
                how = orderly ? END : client.isClosed() ? "cut off" : e.getMessage();
                reset();
            }
            events.put(new Event.Ended(Instant.now(), number, side, how, orderly));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What passes is told before it is passed on, so that no reply is told before its request. */
    private void passOn(Socket from, Socket to, Side side) throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        long passed = 0;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            int allowed = disturbance.allowed(length, passed);
            events.put(new Event.Passed(Instant.now(), number, side, Arrays.copyOf(chunk, allowed)));
            disturbance.write(out, chunk, allowed);
            passed += allowed;
            if (allowed < length) {
                throw new Disturbance.ResetException();
            }
        }
    }

    /** Both ends see a reset, also where TLS would say good-bye first. */
    private void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // it is closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
