package io.github.minaprotobuf.client.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    @Test
    void idsCountUpWithinTheirSection() {
        for (Section section : Scenarios.sections()) {
            for (int i = 0; i < section.scenarios().size(); i++) {
                assertEquals(
                        section.id() + "." + (i + 1), section.scenarios().get(i).id());
            }
        }
    }

    @Test
    void selectorsNameSectionsAndScenariosOnceAndInOrder() {
        assertEquals(List.of("C2.3"), ids("C2.3"));
        assertEquals(List.of("C1.1", "C2.1", "C2.2", "C2.3", "C2.4", "C2.5", "C2.6"), ids("C2", "C1.1", "C2.3"));
        assertEquals(
                Scenarios.sections().stream()
                        .mapToInt(section -> section.scenarios().size())
                        .sum(),
                ids("all", "C1").size());
    }

    @Test
    void aSelectorEndsWhereANumberEnds() {
        assertEquals(List.of("C3.1"), ids("C3.1"));
        assertEquals(
                "no scenario 'C3.'; the command 'list scenarios' shows them",
                assertThrows(IllegalArgumentException.class, () -> ids("C1", "C3."))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> ids("3"));
    }

    private static List<String> ids(String... selectors) {
        return Scenarios.named(List.of(selectors)).stream().map(Scenario::id).toList();
    }
}
