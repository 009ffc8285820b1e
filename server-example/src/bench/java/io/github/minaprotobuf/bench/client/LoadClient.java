package io.github.minaprotobuf.bench.client;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A closed loop: each connection keeps its number of frames in flight, and does as little else as it can. One thread;
 * all frames are encoded before the start.
 */
public final class LoadClient {

    private static final int READ_BUFFER = 256 << 10;
    private static final double NANOS = 1e9;

    private final Task task;
    private final Selector selector = Selector.open();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
    private final ByteBuffer expected;
    private final Latencies latencies = new Latencies();

    private LoadClient(Task task) throws IOException {
        this.task = task;
        Frames frames = new Frames(task.payloadBytes());
        expected = frames.stream(READ_BUFFER);
        for (int i = 0; i < task.connections(); i++) {
            connections.add(new LoadConnection(selector, task.port(), frames, task.inFlight()));
        }
    }

    /** @param args a {@link Task} as JSON; prints a {@link Measurement} as JSON */
    public static void main(String... args) throws IOException {
        Gson gson = new Gson();
        LoadClient client = new LoadClient(gson.fromJson(args[0], Task.class));
        System.out.println(gson.toJson(client.run()));
    }

    private Measurement run() throws IOException {
        for (LoadConnection connection : connections) {
            connection.send(task.inFlight(), System.nanoTime());
        }
        exchangeFor(task.warmupSeconds());
        latencies.reset();
        double serverCpu = ProcFile.cpuSeconds(task.serverPid());
        double clientCpu = ProcFile.cpuSeconds(ProcessHandle.current().pid());
        double seconds = exchangeFor(task.seconds());
        Measurement measurement = new Measurement(
                latencies.count(),
                seconds,
                latencies.percentileMicros(50),
                latencies.percentileMicros(99),
                latencies.percentileMicros(99.9),
                latencies.percentileMicros(100),
                ProcFile.cpuSeconds(task.serverPid()) - serverCpu,
                ProcFile.cpuSeconds(ProcessHandle.current().pid()) - clientCpu,
                ProcFile.peakRssMiB(task.serverPid()));
        drain();
        return measurement;
    }

    private double exchangeFor(double seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * NANOS);
        while (System.nanoTime() < end) {
            exchange(true);
        }
        return (System.nanoTime() - start) / NANOS;
    }

    /** No frame may be lost. */
    private void drain() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (connections.stream().anyMatch(LoadConnection::hasFramesInFlight)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("replies are missing");
            }
            exchange(false);
        }
    }

    private void exchange(boolean goOn) throws IOException {
        if (selector.select(TimeUnit.SECONDS.toMillis(10)) == 0) {
            throw new IOException("no reply for ten seconds");
        }
        for (SelectionKey key : selector.selectedKeys()) {
            LoadConnection connection = (LoadConnection) key.attachment();
            if (key.isReadable()) {
                int complete = connection.receive(buffer, expected, latencies);
                if (goOn && complete > 0) {
                    connection.send(complete, System.nanoTime());
                }
            }
            if (key.isWritable()) {
                connection.flush();
            }
        }
        selector.selectedKeys().clear();
    }
}
