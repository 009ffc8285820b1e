package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each is served until it has sent as many as a session may, and then comes again. How long: {@code
 * -Dfaults.keyUpdateSeconds=300}.
 */
@DisplayName("Clients of TLS 1.3 that ask for new keys all the time and read nothing, in a heap of 64 MiB")
@Tag("faults")
@Timeout(900)
class KeyUpdatesIT {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("faults.keyUpdateSeconds", 10));
    private static final int CLIENTS = 4;

    /** Fewer than {@code TlsFilter} allows: the echoes between them are seen to be served. */
    private static final int SERVED = 9_000;

    /** Twice what idle sessions and a busy one take; one client's KeyUpdates took gigabytes. */
    private static final long MOST_HEAP = 24 << 20;

    private static final long MOST_DIRECT = 16 << 20;

    @TempDir
    private static Path folder;

    private final AtomicLong updates = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private volatile boolean ended;

    @Test
    void fill_neither_heap_nor_direct_memory_and_those_that_read_are_served() throws Exception {
        TestKeys keys = new TestKeys(folder).create("server").create("client");
        SSLContext context = keys.clientContext("server", "client");
        try (ServerProcess server = keys.start(List.of("-Xmx64m"), "server", "--jmx");
                ServerProbe probe = ServerProbe.attach(server)) {
            for (int i = 0; i < CLIENTS; i++) {
                Thread thread = new Thread(() -> updateKeys(context, server), "hostile");
                thread.setDaemon(true);
                thread.start();
            }
            long most = 0;
            long mostDirect = 0;
            long exchanges = 0;
            long nextLook = System.nanoTime();
            for (long end = System.nanoTime() + TIME.toNanos(); System.nanoTime() < end; ) {
                try (Client reading = new Client(connect(context, server))) {
                    for (int i = 0; i < SERVED && System.nanoTime() < end; i++, exchanges++) {
                        ((SSLSocket) reading.socket()).startHandshake();
                        assertEquals(message(exchanges), reading.exchange(message(exchanges)));
                        if (System.nanoTime() > nextLook) {
                            most = Math.max(most, probe.heapAfterGc());
                            mostDirect = Math.max(mostDirect, probe.directBytes());
                            nextLook += Duration.ofSeconds(2).toNanos();
                        }
                    }
                }
            }
            ended = true;
            System.out.printf(
                    "| %d s | %,d updates sent on %,d connections | %,d updates and echoes served | %,d KiB live"
                            + " | %,d KiB direct |%n",
                    TIME.toSeconds(), updates.get(), connections.get(), exchanges, most >> 10, mostDirect >> 10);
            assertTrue(updates.get() > 0, "nothing was tried");
            assertTrue(most < MOST_HEAP, most + " bytes of heap");
            assertTrue(mostDirect < MOST_DIRECT, mostDirect + " bytes of direct memory");
            assertTrue(server.isAlive());
            for (String line : server.log("TLS failed")) {
                assertTrue(line.contains("records without data"), line);
            }
            assertEquals(List.of(), server.log("died"));
        }
    }

    private static SSLSocket connect(SSLContext context, ServerProcess server) throws IOException {
        Socket plain =
                new Socket(server.address().getAddress(), server.address().getPort());
        return TlsTest.secure(context, plain, "TLSv1.3");
    }

    private void updateKeys(SSLContext context, ServerProcess server) {
        while (!ended) {
            try (SSLSocket socket = connect(context, server)) {
                connections.incrementAndGet();
                while (!ended) {
                    socket.startHandshake();
                    updates.incrementAndGet();
                }
            } catch (IOException e) {
                // The server has closed it.
            }
        }
    }
}
