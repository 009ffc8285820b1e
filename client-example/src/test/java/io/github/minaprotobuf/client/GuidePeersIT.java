package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.peers.GuideClient;
import io.github.minaprotobuf.client.peers.Peer;
import io.github.minaprotobuf.client.peers.PeerProcess;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clients in other languages that {@code peers.md} shows, built and run as that guide says. */
@Execution(ExecutionMode.CONCURRENT)
class GuidePeersIT {

    private static final Duration CLIENT_TIME = Duration.ofSeconds(60);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Python, PYTHON", "Go, GO", "C++, CPP", "Node.js, NODE"})
    void theClientOfTheGuideGetsItsReplyInEachFormat(String section, Peer peer, @TempDir Path folder) throws Exception {
        PeersIT.requireToolsOf(peer);
        GuideClient client = GuideClient.build(section, folder);
        for (Wire wire : Wire.named()) {
            try (ProtobufAcceptor server = InProcessServer.start(wire);
                    PeerProcess run =
                            client.start(wire, server.getLocalAddress().getPort())) {
                assertEquals(0, run.awaitExit(CLIENT_TIME), run::output);
                assertEquals("received: hi\n", run.output(), wire::toString);
            }
        }
    }
}
