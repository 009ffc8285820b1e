package io.github.minaprotobuf.client.check;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds, while a run goes on, which failures only follow from earlier ones: what mends the one mends the others. */
final class Causes {

    /** One message comes back: nearly every case needs that. */
    private static final String BASIS = "1.1";

    /** They send no message. */
    private static final Set<String> WITHOUT_BASIS = Set.of(BASIS, "6.3", "6.4");

    /** What else a case takes for granted: the fault that an earlier case is there to find fails this one too. */
    private static final Map<String, List<String>> BUILT_ON = Map.ofEntries(
            entry("1.3", List.of("1.2")),
            entry("1.5", List.of("1.2")),
            entry("2.1", List.of("1.2")),
            entry("2.2", List.of("1.2")),
            entry("2.5", List.of("1.2")),
            entry("2.6", List.of("1.2", "2.2")),
            entry("3.4", List.of("1.2", "3.3")),
            entry("3.5", List.of("3.3")),
            entry("5.8", List.of("5.1")),
            entry("5.16", List.of("3.6")),
            entry("6.2", List.of("3.3", "6.1")),
            entry("7.1", List.of("2.3")),
            entry("7.3", List.of("2.3")),
            entry("7.4", List.of("3.3")),
            entry("7.5", List.of("3.5")));

    /** The first of each chain of causes, by the id of each case that has failed: itself, where it has no cause. */
    private final Map<String, String> roots = new HashMap<>();

    private Optional<String> previous = Optional.empty();
    private Optional<String> lostSince = Optional.empty();

    /** The cases that a case builds on. */
    static List<String> basisOf(String id) {
        List<String> further = BUILT_ON.getOrDefault(id, List.of());
        return WITHOUT_BASIS.contains(id)
                ? further
                : Stream.concat(Stream.of(BASIS), further.stream()).toList();
    }

    /** A case has passed: the server is there. */
    void passed(Case testCase) {
        lostSince = Optional.empty();
        previous = Optional.of(testCase.id());
    }

    /** A case has failed; returns the earlier one that explains it. */
    Optional<Cause> failed(Case testCase, CaseFailure failure) {
        String id = testCase.id();
        if (lostSince.isEmpty()) {
            lostSince = switch (failure.serverLost()) {
                case NOT -> Optional.empty();
                case BEFORE -> previous;
                case DURING -> Optional.of(id);
            };
        }
        Optional<Cause> cause = basisOf(id).stream()
                .filter(roots::containsKey)
                .findFirst()
                .map(basis -> new Cause(roots.get(basis), "on which this builds"))
                .or(() -> lostSince
                        .filter(since -> !since.equals(id))
                        .map(since -> new Cause(since, "since which the server does not answer")));
        roots.put(id, cause.map(Cause::id).orElse(id));
        previous = Optional.of(id);
        return cause;
    }
}
