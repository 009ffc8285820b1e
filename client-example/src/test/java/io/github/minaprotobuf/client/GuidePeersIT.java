package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.peers.GuideClient;
import io.github.minaprotobuf.client.peers.Peer;
import io.github.minaprotobuf.client.peers.PeerProcess;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    void theClientOfTheGuideGetsItsRepliesInEachFormatAndPassesAllScenarios(
            String section, Peer peer, @TempDir Path folder) throws Exception {
        PeersIT.requireToolsOf(peer);
        GuideClient client = GuideClient.build(section, folder);
        for (Wire wire : Wire.named()) {
            try (ProtobufAcceptor server = InProcessServer.start(wire);
                    PeerProcess run =
                            client.start(wire, server.getLocalAddress().getPort())) {
                assertEquals(0, run.awaitExit(CLIENT_TIME), run::output);
                assertEquals("received 3 replies\n", run.output(), wire::toString);
            }
        }
        passes("--scenario all --format grpc", client);
        passes("--scenario C1,C2.5,C4.8 --format varint32", client);
    }

    private static void passes(String options, GuideClient client) {
        List<String> words =
                new ArrayList<>(List.of(("serve --strict --jobs 2 --timeout 60 " + options + " --").split(" ")));
        words.addAll(client.command());

        ClientRun run = ClientRun.of(words);

        assertEquals(Set.of(), run.failedAtAnyLevel(), () -> run.out() + run.err());
        assertEquals(0, run.exitCode(), run::err);
    }
}
