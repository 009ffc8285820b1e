package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.frames;
import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("How the process stops")
@Timeout(60)
class DrainTest {

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void a_signal_ends_a_busy_process_with_exit_code_0(String signal) throws Exception {
        try (ServerProcess server = ServerProcess.start();
                Client client = Client.connect(server.address())) {
            byte[] frame = frames(message(2));
            client.exchange(message(1));
            client.send(Arrays.copyOf(frame, 5));
            server.signal(signal);
            Await.until("it drains", () -> !server.log("to drain").isEmpty());
            client.send(Arrays.copyOfRange(frame, 5, frame.length));
            assertEquals(message(2), client.reply());
            assertEquals(0, server.exitCode());
            assertEquals(1, server.log("stopped; ").size());
        }
    }

    @Test
    void a_process_whose_heap_is_full_ends_instead_of_serving_nobody() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(List.of("-Xmx10m", "-XX:+UseG1GC"), "--write-high-watermark", "1GiB");
                Client client = Client.connect(server.address())) {
            byte[] many =
                    frames(IntStream.range(0, 10_000).mapToObj(Client::message).toArray(Echo[]::new));
            assertThrows(IOException.class, () -> {
                while (true) { // and read nothing
                    client.send(many);
                }
            });
            assertEquals(1, server.exitCode());
            assertEquals(1, server.log("a thread died, stopping at once").size());
        }
    }

    @Test
    void a_second_SIGTERM_stops_it_at_once() throws Exception {
        try (ServerProcess server = ServerProcess.start("--drain-timeout", "1h");
                Client client = Client.connect(server.address())) {
            client.exchange(message(1));
            client.send((byte) 100);
            server.terminate();
            Await.until("it drains", () -> !server.log("1 connection to drain").isEmpty());
            assertThrows(AssertionError.class, () -> server.exitCode(Duration.ofMillis(300)));
            server.terminate();
            assertEquals(143, server.exitCode());
        }
    }

    @Test
    void a_parser_at_work_does_not_hold_up_the_end_of_the_process() throws Exception {
        try (ServerProcess server = ServerProcess.start(
                        List.of("-Xmx512m", "-Xint"), "--max-body", "16MiB", "--drain-timeout", "1s");
                Client client = Client.connect(server.address())) {
            client.exchange(message(1));
            Duration before = server.cpuTime();
            client.send(WorstBody.UNKNOWN_GROUPS_NESTED.frame(4 << 20));
            Await.until("it parses", () -> server.cpuTime().minus(before).toMillis() > 300);
            server.terminate();
            Await.until("it drains", () -> !server.log("1 connection to drain").isEmpty());
            long draining = System.nanoTime();
            assertEquals(0, server.exitCode());
            Duration took = Duration.ofNanos(System.nanoTime() - draining);
            assertTrue(took.toSeconds() < 10, took::toString);
            assertEquals(
                    1,
                    server.log("a handler or parser is still at work; ending without it")
                            .size());
        }
    }
}
