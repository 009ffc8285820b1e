package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.minaprotobuf.client.peers.Peer;
import io.github.minaprotobuf.client.peers.PeerProcess;
import io.github.minaprotobuf.client.peers.Tool;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other ecosystems' servers and clients, as real processes. What a peer needs and lacks skips it; in CI, it fails. */
@Execution(ExecutionMode.CONCURRENT)
class PeersIT {

    /** Most libraries leave it to their users to bound a frame, and these users do not. */
    private static final Set<String> NO_LIMIT = Set.of("3.6", "5.16");

    /** Service and load are the same whatever the format, and take most of the time: asked of a peer's first format only. */
    private static final String ASKED_OF_ONE_FORMAT = "6,7,5.17";

    private static final Duration CLIENT_TIME = Duration.ofSeconds(30);

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("peersAndFormats")
    void theServerFailsItsKnownCasesAndNoOther(Peer peer, Wire wire) throws Exception {
        requireToolsOf(peer);
        try (PeerProcess server = peer.startServer(wire)) {
            ClientRun run = ClientRun.of("check --strict --timeout 60 --max-body 4MiB --seed 1 --format " + wire
                    + (isFirst(wire, peer) ? "" : " --skip " + ASKED_OF_ONE_FORMAT)
                    + " --port " + server.awaitPort() + " --json target/peer-" + peer + "-" + wire + ".json");

            assertEquals(knownFailing(peer, wire), run.failed(), run::out);
            assertTrue(server.isAlive(), server::output);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("peersAndFormats")
    void theClientGetsItsMessagesBackFromTheEchoServer(Peer peer, Wire wire) throws Exception {
        requireToolsOf(peer);
        try (ProtobufAcceptor server = InProcessServer.start(wire);
                PeerProcess client =
                        peer.startClient(wire, server.getLocalAddress().getPort())) {
            assertEquals(0, client.awaitExit(CLIENT_TIME), client::output);
        }
    }

    static Stream<Arguments> peersAndFormats() {
        return Arrays.stream(Peer.values())
                .flatMap(peer -> peer.wires().stream().map(wire -> Arguments.of(peer, wire)));
    }

    /** What the peer's own library or idiom does wrong; the guide peers.md says why. */
    private static Set<String> knownFailing(Peer peer, Wire wire) {
        Set<String> ids = new TreeSet<>();
        boolean bounded = peer == Peer.GO || peer == Peer.RUST || (peer == Peer.NETTY && wire != Wire.VARINT32);
        if (!bounded) {
            ids.addAll(NO_LIMIT);
        }
        ids.addAll(
                switch (peer) {
                    case PYTHON -> wire == Wire.VARINT32 ? Set.of("5.2", "5.6", "5.13") : Set.of("5.2", "5.6");
                    case GO, CPP -> wire == Wire.VARINT32 ? Set.of("5.12") : Set.of();
                    case JAVA_IO -> isFirst(wire, peer) ? Set.of("5.10", "5.12", "6.5") : Set.of("5.10", "5.12");
                    case RUST -> Set.of("4.3");
                    case NODE, NETTY -> Set.of();
                });
        return ids;
    }

    private static boolean isFirst(Wire wire, Peer peer) {
        return wire == peer.wires().iterator().next();
    }

    static void requireToolsOf(Peer peer) {
        List<Tool> missing = peer.missingTools();
        if (missing.isEmpty()) {
            return;
        }
        String message = peer.title() + " needs what is not installed here: " + missing;
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        Assumptions.abort(message);
    }
}
