package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.server.ByteSize;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Runs the catalogue against servers that are wrong in one way each. */
final class Gallery {

    /** These pause, or need very many writes or connections; tests that are about them name them. */
    static final String SLOW = "2.2,2.6,2.7,5.9,5.15,5.16,5.17,6.4,6.6,6.7,6.8,7.2,7.4";

    /** A case waits that long for a reply that does not come; one that passes takes far less. */
    private static final int SECONDS = 20;

    private Gallery() {}

    /** Of all but the slow cases exactly these fail, and all others pass. */
    static ClientRun assertFails(Set<String> ids, Wire wire, Supplier<Behaviour> behaviours) throws IOException {
        return assertFails(ids, "--skip " + SLOW, wire, behaviours);
    }

    /** The same, in the default format. */
    static ClientRun assertFails(Set<String> ids, Supplier<Behaviour> behaviours) throws IOException {
        return assertFails(ids, Wire.LE32, behaviours);
    }

    /** The same, of the cases that these arguments select. */
    static ClientRun assertFails(Set<String> ids, String selection, Wire wire, Supplier<Behaviour> behaviours)
            throws IOException {
        ClientRun run = check(wire, behaviours, selection);
        Set<String> others = applicable(selection, wire);
        others.removeAll(ids);
        assertAll(
                () -> assertEquals(new TreeSet<>(ids), run.failedAtAnyLevel(), run::out),
                () -> assertEquals(others, run.passed(), run::out),
                () -> assertEquals(ids.isEmpty() ? 0 : 1, run.exitCode()));
        return run;
    }

    /** Runs the cases that the arguments select; strict ones count. */
    static ClientRun check(Wire wire, Supplier<Behaviour> behaviours, String arguments) throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(wire, behaviours)) {
            String timeout = arguments.contains("--timeout") ? "" : " --timeout " + SECONDS;
            return ClientRun.of(("check " + arguments).strip() + timeout + " --strict --port " + server.port()
                    + " --format " + wire + " --no-probe --max-body " + ByteSize.format(TinyEchoServer.MAX_BODY));
        }
    }

    /** The ids of all cases that make sense in the default format, without the slow ones and some others. */
    static Set<String> allBut(String... ids) {
        Set<String> rest = applicable("--skip " + SLOW, Wire.LE32);
        rest.removeAll(Arrays.asList(ids));
        return rest;
    }

    /** What {@code list} shows for the same selection. */
    private static Set<String> applicable(String selection, Wire wire) {
        String filter = selection.replaceAll("--timeout \\S+", "").strip();
        Set<String> listed = ClientRun.of(("list " + filter).strip()).listed();
        List<Case> all = Catalogue.select(List.of());
        all.stream().filter(it -> !it.scope().covers(wire)).map(Case::id).forEach(listed::remove);
        return listed;
    }
}
