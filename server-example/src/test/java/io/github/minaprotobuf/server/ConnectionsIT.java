package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("5,000 connections at once, against a heap of 128 MiB")
@Tag("faults")
@Timeout(300)
class ConnectionsIT {

    private static final int CONNECTIONS = 5_000;
    private static final int DESCRIPTORS = CONNECTIONS + 500; // in each of the two processes
    private static final int ROUNDS = 5;

    @Test
    void all_are_served_in_each_round_and_leave_nothing_behind() throws Exception {
        long limit = descriptorLimit();
        assertTrue(
                limit >= DESCRIPTORS,
                () -> "a process may open " + limit + " descriptors (ulimit -n); " + DESCRIPTORS + " are needed");
        List<Client> clients = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx128m"), "--jmx");
                ServerProbe probe = ServerProbe.attach(server)) {
            connectAndServe(server, clients, 10);
            closeAll(clients);
            probe.awaitHoldings(new ServerProbe.Holdings(0, Integer.MAX_VALUE, 0));
            ServerProbe.Holdings baseline = probe.holdings();
            long idleHeap = probe.heapAfterGc();

            connectAndServe(server, clients, CONNECTIONS);
            ServerProbe.Holdings open = probe.holdings();
            assertEquals(CONNECTIONS, open.sessions() - baseline.sessions());
            long heap = probe.heapAfterGc();
            closeAll(clients);
            probe.awaitHoldings(baseline);
            System.out.printf(
                    "descriptor limit %,d; %,d connections, %d rounds: %s, heap after GC %,d KiB, %,d bytes each; "
                            + "before: %s, %,d KiB; after: %s, %,d KiB%n",
                    limit,
                    CONNECTIONS,
                    ROUNDS,
                    open,
                    heap >> 10,
                    (heap - idleHeap) / CONNECTIONS,
                    baseline,
                    idleHeap >> 10,
                    probe.holdings(),
                    probe.heapAfterGc() >> 10);
        } finally {
            closeAll(clients);
        }
    }

    private static long descriptorLimit() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }

    /** In each round, all have sent before the first reads. */
    private static void connectAndServe(ServerProcess server, List<Client> clients, int count) throws Exception {
        while (clients.size() < count) {
            clients.add(Client.connect(server.address()));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < count; i++) {
                clients.get(i).send(message((long) i * ROUNDS + round));
            }
            for (int i = 0; i < count; i++) {
                assertEquals(message((long) i * ROUNDS + round), clients.get(i).reply());
            }
        }
    }

    private static void closeAll(List<Client> clients) throws Exception {
        for (Client each : clients) {
            each.close();
        }
        clients.clear();
    }
}
