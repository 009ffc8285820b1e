package io.github.minaprotobuf.client.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.check.Result.Outcome;
import io.github.minaprotobuf.client.serve.TinyEchoClient.Behaviour;
import io.github.minaprotobuf.client.wire.Trace;
import io.github.minaprotobuf.client.wire.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Plays all scenarios to clients that are wrong in one way each. */
final class ClientGallery {

    /** Longer than a right client's own time limit, and than the slowest scenario. */
    private static final Duration TIMEOUT = Duration.ofSeconds(6);

    private static final int AT_ONCE = 8;

    private ClientGallery() {}

    /** Exactly these fail, of all that are about the format. */
    static void assertFails(Set<String> ids, Wire wire, Supplier<Behaviour> behaviours) throws Exception {
        List<ScenarioResult> results =
                new ArrayList<>(play(wire, behaviours, AT_ONCE, Scenarios.named(List.of("all"))));
        // A thread that lags behind the server's pauses reads other segments: what surprises is played again, alone.
        List<Scenario> surprising = results.stream()
                .filter(result -> result.outcome() != Outcome.NOT_APPLICABLE)
                .filter(result -> (result.outcome() == Outcome.FAILED)
                        != ids.contains(result.scenario().id()))
                .map(ScenarioResult::scenario)
                .toList();
        results.removeIf(result -> surprising.contains(result.scenario()));
        results.addAll(play(wire, behaviours, 1, surprising));
        Set<String> others = ids(results, result -> result.scenario().scope().covers(wire));
        others.removeAll(ids);
        assertEquals(new TreeSet<>(ids), ids(results, Outcome.FAILED), () -> inWords(results));
        assertEquals(others, ids(results, Outcome.PASSED), () -> inWords(results));
    }

    static void assertFails(Set<String> ids, Supplier<Behaviour> behaviours) throws Exception {
        assertFails(ids, Wire.LE32, behaviours);
    }

    /** The scenarios, about the default format, in which the client has to end like that, but for some. */
    static Set<String> all(Ending ending, String... but) {
        Set<String> ids = Scenarios.named(List.of("all")).stream()
                .filter(scenario ->
                        scenario.ending() == ending && scenario.scope().covers(Wire.LE32))
                .map(Scenario::id)
                .collect(Collectors.toCollection(TreeSet::new));
        ids.removeAll(Arrays.asList(but));
        return ids;
    }

    static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> ids = new TreeSet<>(some);
        ids.addAll(others);
        return ids;
    }

    private static List<ScenarioResult> play(
            Wire wire, Supplier<Behaviour> behaviours, int atOnce, List<Scenario> scenarios) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ExecutorService workers = Executors.newFixedThreadPool(atOnce);
        try (ScenarioRunner runner = new ScenarioRunner(
                new TinyEchoClient(behaviours), anyPort, wire, List.of(1L, 2L, 3L, 4L, 5L), TIMEOUT, Trace.none())) {
            List<Future<ScenarioResult>> playing = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                playing.add(workers.submit(() -> runner.run(scenario)));
            }
            List<ScenarioResult> results = new ArrayList<>();
            for (Future<ScenarioResult> result : playing) {
                results.add(result.get());
            }
            return results;
        } finally {
            workers.shutdownNow();
        }
    }

    private static Set<String> ids(List<ScenarioResult> results, Outcome outcome) {
        return ids(results, result -> result.outcome() == outcome);
    }

    private static Set<String> ids(List<ScenarioResult> results, Predicate<ScenarioResult> wanted) {
        return results.stream()
                .filter(wanted)
                .map(result -> result.scenario().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String inWords(List<ScenarioResult> results) {
        return results.stream()
                .map(result -> result.scenario().id() + " " + result.outcome() + " " + result.exchange())
                .collect(Collectors.joining("\n"));
    }
}
