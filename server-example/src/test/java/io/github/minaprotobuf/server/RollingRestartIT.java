package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Two servers behind HAProxy, restarted in turn under load")
@Timeout(180)
class RollingRestartIT {

    /** More with -Drestart.rounds=10. */
    private static final int ROUNDS = Integer.getInteger("restart.rounds", 2);

    private static final int CLIENTS = 8;

    /** Of the frame that HAProxy's check sends; those of clients are longer. */
    private static final int CHECK_BYTES = 9;

    private static final Pattern STATISTICS =
            Pattern.compile("framesDecoded=(\\d+).*bytesDecoded=(\\d+).*framesRejected=0, retainedBytes=0]");

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<SteadyClient> clients = new ArrayList<>();
    private final List<Future<SteadyClient>> running = new ArrayList<>();
    private ServerProcess a;
    private ServerProcess b;
    private HaProxy haproxy;
    private int restarts;
    private long framesDecoded;
    private long bytesDecoded;

    @BeforeEach
    void start() throws Exception {
        HaProxy.require();
        a = ServerProcess.ofJar(HaProxy.unusedPort());
        b = ServerProcess.ofJar(HaProxy.unusedPort());
        haproxy = HaProxy.start(a.address(), b.address());
        Await.until("both servers are up", () -> haproxy.isSound("a") && haproxy.isSound("b"));
        for (int i = 0; i < CLIENTS; i++) {
            SteadyClient client = new SteadyClient(haproxy.address(), i);
            clients.add(client);
            running.add(threads.submit(client));
        }
        awaitProgress();
    }

    @AfterEach
    void end() throws Exception {
        threads.shutdownNow();
        for (AutoCloseable each : new AutoCloseable[] {haproxy, a, b}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void no_reply_is_lost_and_no_client_finds_the_door_shut() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            a = restart(a, "a");
            b = restart(b, "b");
        }
        assertNothingWasLost("restarted");
    }

    @Test
    void drained_at_the_balancer_first_a_server_costs_no_connection_but_those_it_has() throws Exception {
        haproxy.command("set server echo/a state drain");
        a = restart(a, "a");
        haproxy.command("set server echo/b state drain");
        b = restart(b, "b");
        assertNothingWasLost("drained and restarted");
        assertEquals(0, sum(SteadyClient::resets));
        assertEquals(0, sum(SteadyClient::fruitless));
    }

    private ServerProcess restart(ServerProcess server, String name) throws Exception {
        restarts++;
        stop(server);
        ServerProcess next = ServerProcess.ofJar(server.address().getPort());
        haproxy.command("set server echo/" + name + " state ready");
        Await.until(name + " is back", () -> haproxy.isSound(name));
        awaitProgress();
        return next;
    }

    /** With SIGTERM. Adds up what it has decoded. */
    private void stop(ServerProcess server) throws Exception {
        try (server) {
            server.terminate();
            assertEquals(0, server.exitCode());
            assertEquals(List.of(), server.log("session"), "not a word about checks or clients");
            assertEquals(List.of(), server.log("WARN"));
            Matcher statistics = STATISTICS.matcher(server.log("stopped; ").get(0));
            assertTrue(statistics.find(), statistics::toString);
            framesDecoded += Long.parseLong(statistics.group(1));
            bytesDecoded += Long.parseLong(statistics.group(2));
        }
    }

    /** Every client gets on. */
    private void awaitProgress() throws Exception {
        for (SteadyClient client : clients) {
            long target = client.replies() + 100;
            Await.until(
                    "replies",
                    () -> client.replies() >= target || running.stream().anyMatch(Future::isDone));
        }
    }

    private void assertNothingWasLost(String what) throws Exception {
        clients.forEach(SteadyClient::stop);
        for (Future<SteadyClient> each : running) {
            each.get(30, TimeUnit.SECONDS); // fails as the client did
        }
        Map<String, String> balancer = haproxy.statistics("BACKEND");
        stop(a);
        stop(b);
        long replies = sum(SteadyClient::replies);
        long replyBytes = sum(SteadyClient::replyBytes);
        long checks = framesDecoded - replies;
        System.out.printf(
                "%d servers %s under %d clients: %,d connections, %,d frames sent, %,d decoded, %,d of them checks;"
                        + " %,d replies, %d lost; %d connections reset, %d without a reply, %s redispatched%n",
                restarts,
                what,
                CLIENTS,
                sum(SteadyClient::connections),
                sum(SteadyClient::sent),
                framesDecoded,
                checks,
                replies,
                checks - (bytesDecoded - replyBytes) / CHECK_BYTES,
                sum(SteadyClient::resets),
                sum(SteadyClient::fruitless),
                balancer.get("wredis"));
        assertTrue(sum(SteadyClient::connections) >= 2 * CLIENTS, "not everybody had to reconnect");
        // A frame of a client that was decoded and not answered would add more bytes than a check.
        assertEquals(checks * CHECK_BYTES, bytesDecoded - replyBytes);
        assertEquals("0", balancer.get("econ"), haproxy::log);
    }

    private long sum(ToLongFunction<SteadyClient> count) {
        return clients.stream().mapToLong(count).sum();
    }
}
