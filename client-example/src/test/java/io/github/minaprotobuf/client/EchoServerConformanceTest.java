package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import io.github.minaprotobuf.client.wire.Wire;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The echo server passes every case. Its limit is low here, so that four of them fit into one heap. */
@Execution(ExecutionMode.CONCURRENT)
class EchoServerConformanceTest {

    @EachFormat
    void theEchoServerInProcessPassesEveryCase(Wire wire) {
        ClientRun run = ClientRun.of("check --strict --seed 123 --max-body 8MiB --format " + wire);

        assertEquals(Set.of(), run.failedAtAnyLevel(), run::out);
        assertEquals(applicable(wire), run.passed());
        assertEquals(0, run.exitCode());
        assertTrue(
                run.out()
                        .matches("(?s).*\n" + applicable(wire).size()
                                + " passed, 0 failed, [1-3] not applicable in [0-9.]+ s\\s\\(" + wire
                                + ", 127.0.0.1:[0-9]+, seed 123\\)\n"),
                run::out);
    }

    private static Set<String> applicable(Wire wire) {
        return new TreeSet<>(Catalogue.select(List.of()).stream()
                .filter(it -> it.scope().covers(wire))
                .map(Case::id)
                .toList());
    }
}
