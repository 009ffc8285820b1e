package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.peers.Matrix;
import io.github.minaprotobuf.client.peers.Peer;
import io.github.minaprotobuf.client.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other ecosystems' clients, as real processes, started for each scenario in the format that comes first there. */
class PeerClientsIT {

    private static final Path GUIDE = Path.of("src", "site", "markdown", "interop-client.md");

    /** A connection that is silent for ever is waited for: no library sets a time limit by itself. */
    private static final String SILENCE = "C3.11";

    @ParameterizedTest
    @EnumSource
    void theClientHangsInItsKnownScenariosAndPassesAllOthersAsTheGuideSays(Peer peer) throws Exception {
        PeersIT.requireToolsOf(peer);
        Wire wire = peer.wires().get(0);
        Set<String> hanging = hangingIn(peer);
        Path passing = Path.of("target", "peer-client-" + peer + ".json");
        Path failing = Path.of("target", "peer-client-" + peer + "-hangs.json");

        ClientRun right =
                serve(peer, wire, passing, "--scenario all --skip " + String.join(",", hanging) + " --timeout 60");
        ClientRun wrong = serve(peer, wire, failing, "--scenario " + String.join(",", hanging) + " --timeout 3");

        assertEquals(Set.of(), right.failedAtAnyLevel(), () -> right.out() + right.err());
        assertEquals(hanging, wrong.failedAtAnyLevel(), () -> wrong.out() + wrong.err());
        String row = Matrix.row(peer.title() + ", " + wire, List.of(passing, failing));
        assertTrue(Files.readString(GUIDE).contains("\n" + row + "\n"), () -> "the guide lacks " + row);
    }

    /** What the peer's own library or idiom waits for, without an end; the guide peers.md says why. */
    private static Set<String> hangingIn(Peer peer) {
        return switch (peer) {
            case PYTHON, NODE -> new TreeSet<>(List.of(SILENCE, "C4.6", "C4.7"));
            case NETTY -> new TreeSet<>(List.of(SILENCE, "C4.6"));
            case GO, CPP, RUST, JAVA_IO -> Set.of(SILENCE);
        };
    }

    private static ClientRun serve(Peer peer, Wire wire, Path report, String options) throws Exception {
        List<String> words = new ArrayList<>(List.of(("serve --strict --jobs 2 " + options).split(" ")));
        words.addAll(List.of("--format", wire.toString(), "--json", report.toString(), "--"));
        words.addAll(peer.clientCommand());
        return ClientRun.of(words);
    }
}
