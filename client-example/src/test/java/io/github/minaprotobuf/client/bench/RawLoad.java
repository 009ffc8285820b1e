package io.github.minaprotobuf.client.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that a client can do: frames encoded beforehand, all of one length; as many go out as have come back, and
 * nobody looks into them. A thread for each connection.
 */
final class RawLoad {

    private final byte[] frame;
    private final int pipeline;

    RawLoad(byte[] frame, int pipeline) {
        this.frame = frame;
        this.pipeline = pipeline;
    }

    /** Replies a second. */
    double run(int port, int connections, Duration warmup, Duration duration) throws Exception {
        AtomicLong replies = new AtomicLong();
        Socket[] sockets = new Socket[connections];
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            sockets[i] = socket;
            new Thread(() -> converse(socket, replies)).start();
        }
        Thread.sleep(warmup.toMillis());
        long before = replies.get();
        long start = System.nanoTime();
        Thread.sleep(duration.toMillis());
        double rate = (replies.get() - before) / ((System.nanoTime() - start) / 1e9);
        for (Socket socket : sockets) {
            socket.close();
        }
        return rate;
    }

    private void converse(Socket socket, AtomicLong replies) {
        byte[] frames = frames();
        byte[] received = new byte[64 << 10];
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            out.write(frames);
            int partial = 0;
            for (int count = in.read(received); count >= 0; count = in.read(received)) {
                int complete = (partial + count) / frame.length;
                partial = (partial + count) % frame.length;
                replies.addAndGet(complete);
                out.write(frames, 0, complete * frame.length);
            }
        } catch (IOException e) {
            // Closed: the run is over.
        }
    }

    private byte[] frames() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < pipeline; i++) {
            frames.writeBytes(frame);
        }
        return frames.toByteArray();
    }
}
