package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Hostile peers of the echo server")
class HostilePeersTest extends HostilePeers {

    @Override
    ServerProcess startServer() throws IOException {
        return ServerProcess.start(
                List.of("-Xmx64m"),
                "--max-body",
                "1MiB",
                "--frame-timeout",
                "500ms",
                "--max-connections",
                "50",
                "--max-errors",
                "20");
    }

    @Override
    void assertLogged(String text) throws Exception {
        Await.until(
                "a line with '" + text + "' in " + server().log(),
                () -> !server().log(text).isEmpty());
    }

    @Override
    void assertNotLogged(String text) throws IOException {
        assertEquals(List.of(), server().log(text));
    }

    @Override
    void assertLogIsShort(String text, int lines) throws IOException {
        assertTrue(server().log(text).size() <= lines, () -> "logged too much");
    }
}
