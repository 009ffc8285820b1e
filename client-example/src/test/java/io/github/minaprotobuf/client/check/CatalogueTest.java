package io.github.minaprotobuf.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    @Test
    void everyIdIsUniqueAndBeginsWithItsSection() {
        for (Section section : Catalogue.sections()) {
            for (Case testCase : section.cases()) {
                assertTrue(testCase.id().matches(section.number() + "\\.[1-9][0-9]*"), testCase::id);
            }
        }
        List<String> all = ids();
        assertEquals(all.size(), new HashSet<>(all).size());
    }

    @Test
    void noSelectorSelectsAll() {
        assertEquals(
                Catalogue.sections().stream()
                        .mapToInt(section -> section.cases().size())
                        .sum(),
                ids().size());
    }

    @Test
    void selectorsNameSectionsAndCasesOnceAndInOrder() {
        assertEquals(List.of("2.3"), ids("2.3"));
        assertEquals(List.of("2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "6.1"), ids("6.1", "2", "2.3"));
    }

    @Test
    void aSelectorEndsWhereANumberEnds() {
        assertEquals(
                "no case '2.'; the command list shows all",
                assertThrows(IllegalArgumentException.class, () -> ids("1", "2."))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> ids("2.33"));
        assertThrows(IllegalArgumentException.class, () -> ids(""));
    }

    @Test
    void idsCountUpWithinTheirSection() {
        for (Section section : Catalogue.sections()) {
            for (int i = 0; i < section.cases().size(); i++) {
                assertEquals(
                        section.number() + "." + (i + 1), section.cases().get(i).id());
            }
        }
    }

    @Test
    void noNameNamesNothing() {
        assertEquals(List.of(), Catalogue.named(List.of()));
    }

    private static List<String> ids(String... selectors) {
        return Catalogue.select(List.of(selectors)).stream().map(Case::id).toList();
    }
}
