package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.client.check.Selectors;
import java.util.List;
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
        List<Scenario> named = Selectors.named(
                selectors.stream().filter(selector -> !selector.equals(ALL)).toList(),
                Scenarios::scenarios,
                Scenario::id,
                unknown -> new IllegalArgumentException(
                        "no scenario '" + unknown + "'; the command 'list scenarios' shows them"));
        return selectors.contains(ALL) ? scenarios().toList() : named;
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
}
