package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What may happen beside the I/O threads does not end or stop the server")
@Timeout(60)
class ProcessFaultsTest {

    private static void assertServes(InetSocketAddress address) throws IOException {
        try (Client client = Client.connect(address)) {
            assertEquals(message(1), client.exchange(message(1)));
        }
    }

    @Test
    void a_helper_thread_that_finds_no_memory_is_one_line() throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerWithHelpers.class, List.of(), "die")) {
            Await.until("the helper's end", () -> !server.log("of a helper").isEmpty());
            assertServes(server.address());
            server.terminate();
            assertEquals(0, server.exitCode());
        }
    }

    @Test
    void a_thread_of_TLS_that_finds_no_memory_is_one_line() throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerWithHelpers.class, List.of(), "TLS")) {
            Await.until("the second port", () -> !server.log("TLS on ").isEmpty());
            String port = server.log("TLS on ").get(0).replaceFirst(".* ", "");
            try (Socket plain = new Socket("127.0.0.1", Integer.parseInt(port));
                    Client tls = new Client(TlsTest.secure(SSLContext.getDefault(), plain, "TLSv1.3"))) {
                CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                    try {
                        tls.send(message(1));
                    } catch (IOException e) {
                        // the handshake does not end
                    }
                });
                Await.until("the thread's end", () -> !server.log("ssl-exec").isEmpty());
                assertTrue(server.log("ssl-exec").get(0).contains("of a handshake"), server.log()::toString);
                assertServes(server.address());
            }
        }
    }

    @Test
    void a_standard_error_that_nobody_reads_holds_up_nobody() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerWithHelpers.class.getName(),
                        "log")
                .start();
        try {
            BufferedReader stdout = server.inputReader();
            List<String> lines = CompletableFuture.supplyAsync(
                            () -> stdout.lines().limit(2).toList())
                    .get(20, TimeUnit.SECONDS); // it is ready, and a megabyte is logged
            String ready = lines.get(lines.get(0).equals("logged") ? 1 : 0);
            InetSocketAddress address =
                    new InetSocketAddress("127.0.0.1", Integer.parseInt(ready.replaceFirst(".*:(\\d+) .*", "$1")));
            try (Client wrong = Client.connect(address)) {
                wrong.send((byte) 1, (byte) 0); // the I/O thread logs it
                assertEquals(message(2), wrong.exchange(message(2)));
            }
            assertServes(address);
            server.toHandle().destroy();
            assertTrue(server.waitFor(20, TimeUnit.SECONDS), "still running");
            assertEquals(0, server.exitValue());
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void many_addresses_get_a_hundred_lines_together_and_a_line_that_sums_up_when_they_are_quiet() throws Exception {
        try (ServerProcess server = ServerProcess.start()) {
            for (int host = 1; host <= 30; host++) {
                try (Socket socket = new Socket()) {
                    socket.bind(new InetSocketAddress("127.0.0." + host, 0));
                    socket.connect(server.address());
                    Client client = new Client(socket);
                    for (int i = 0; i < 12; i++) {
                        client.send((byte) 1, (byte) 0);
                    }
                    client.exchange(message(1));
                }
            }
            Await.until("the sum", () -> !server.log("left out").isEmpty());
            String sum = server.log("left out").get(0);
            assertTrue(sum.contains("in 10 s, 260 lines about peers were left out; the busiest, 127.0.0."), sum);
            assertEquals(100, server.log("not a valid message").size());
            server.terminate();
            assertEquals(0, server.exitCode(Duration.ofSeconds(20)));
        }
    }
}
