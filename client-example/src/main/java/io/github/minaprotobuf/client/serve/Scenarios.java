package io.github.minaprotobuf.client.serve;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All scenarios, in order. */
public final class Scenarios {

    private static final String ALL = "all";

    private static final List<Section> SECTIONS = List.of(
            ChunkingScenarios.SECTION, ContentScenarios.SECTION, LifecycleScenarios.SECTION, WrongScenarios.SECTION);

    private Scenarios() {}

    /** All sections, by id. */
    public static List<Section> sections() {
        return SECTIONS;
    }

    /**
     * The scenarios that any of the selectors names, in the catalogue's order and each once.
     *
     * @param selectors ids, as {@code C1.2}, of sections, as {@code C1}, or {@code all}
     * @throws IllegalArgumentException when a selector names no scenario
     */
    public static List<Scenario> named(List<String> selectors) {
        Optional<String> unknown = selectors.stream()
                .filter(selector -> scenarios().noneMatch(it -> isNamedBy(selector, it)))
                .findFirst();
        if (unknown.isPresent()) {
            throw new IllegalArgumentException(
                    "no scenario '" + unknown.get() + "'; the command 'list scenarios' shows them");
        }
        return scenarios()
                .filter(it -> selectors.stream().anyMatch(selector -> isNamedBy(selector, it)))
                .toList();
    }

    /** The section that a scenario is of. */
    public static Section sectionOf(Scenario scenario) {
        return SECTIONS.stream()
                .filter(section -> section.scenarios().contains(scenario))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Scenario> scenarios() {
        return SECTIONS.stream().flatMap(section -> section.scenarios().stream());
    }

    private static boolean isNamedBy(String selector, Scenario it) {
        return selector.equals(ALL) || it.id().equals(selector) || it.id().startsWith(selector + ".");
    }
}
