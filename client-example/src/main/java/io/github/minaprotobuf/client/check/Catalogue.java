package io.github.minaprotobuf.client.check;

import java.util.List;
import java.util.stream.Stream;

/** All cases, in order. */
public final class Catalogue {

    private static final List<Section> SECTIONS = List.of(
            FramingCases.SECTION,
            ChunkingCases.SECTION,
            SizeCases.SECTION,
            ContentCases.SECTION,
            RobustnessCases.SECTION,
            LifecycleCases.SECTION,
            ConcurrencyCases.SECTION);

    private Catalogue() {}

    /** All sections, by number. */
    public static List<Section> sections() {
        return SECTIONS;
    }

    /**
     * The cases that any of the selectors names, in the catalogue's order and each once; all when there is no selector.
     *
     * @param selectors ids ({@code 2.3}) and the start of ids ({@code 2}), which end where a number does: {@code 4.1}
     *     does not select 4.10
     * @throws IllegalArgumentException when a selector names no case
     */
    public static List<Case> select(List<String> selectors) {
        return selectors.isEmpty() ? cases().toList() : named(selectors);
    }

    /** As {@link #select}, but none when there is no selector. */
    public static List<Case> named(List<String> selectors) {
        return Selectors.named(
                selectors,
                Catalogue::cases,
                Case::id,
                unknown -> new IllegalArgumentException("no case '" + unknown + "'; the command list shows all"));
    }

    private static Stream<Case> cases() {
        return SECTIONS.stream().flatMap(section -> section.cases().stream());
    }
}
