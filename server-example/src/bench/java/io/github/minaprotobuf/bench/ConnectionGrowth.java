package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.bench.client.ProcFile;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a server holds as connections grow: first idle ones, then each three bytes into a frame's prefix. Heap is
 * counted after a full collection; each number of connections has a fresh server.
 */
final class ConnectionGrowth {

    private static final int[] CONNECTIONS = {1, 10, 100, 1000, 10_000};
    private static final byte[] PART_OF_A_PREFIX = {14, 0, 0};

    private ConnectionGrowth() {}

    static void run(Path results) throws IOException, InterruptedException {
        List<ConnectionRow> rows = new ArrayList<>();
        for (Contender contender : Settings.selected("servers", Contender.onTheJvm())) {
            for (int connections : CONNECTIONS) {
                if (!Settings.isQuick() || connections <= 1000) {
                    ConnectionRow row = measure(contender, connections);
                    rows.add(row);
                    System.out.printf(
                            Locale.ROOT,
                            "%-14s %,7d connections: %,9.0f B of heap each, %,6.0f B more in a "
                                    + "prefix, RSS %,6.0f MiB%n",
                            row.server(),
                            connections,
                            row.idleBytesPerConnection(),
                            row.prefixBytesPerConnection(),
                            row.prefixRssMiB());
                }
            }
        }
        ResultFile.write(results.resolve("connections.json"), rows, "jvmArgs", "oursArgs");
    }

    private static ConnectionRow measure(Contender contender, int connections)
            throws IOException, InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(contender)) {
            HeapCounter heap = new HeapCounter(server.pid());
            long empty = heap.settledBytes();
            for (int i = 0; i < connections; i++) {
                sockets.add(new Socket("127.0.0.1", server.port()));
            }
            long idle = heap.settledBytes();
            double idleRss = ProcFile.rssMiB(server.pid());
            for (Socket socket : sockets) {
                socket.getOutputStream().write(PART_OF_A_PREFIX);
            }
            long inPrefix = heap.settledBytes();
            double inPrefixRss = ProcFile.rssMiB(server.pid());
            return new ConnectionRow(contender.toString(), connections, empty, idle, inPrefix, idleRss, inPrefixRss);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
