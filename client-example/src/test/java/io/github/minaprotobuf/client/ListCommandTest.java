package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListCommandTest {

    @Test
    void everyCaseIsListedWithItsRequirement() {
        ClientRun run = ClientRun.of("list");

        assertEquals(0, run.exitCode());
        for (Case testCase : Catalogue.select(List.of())) {
            String line = String.format("  %-5s %-8s %s", testCase.id(), testCase.level(), testCase.title());
            assertTrue(run.out().contains(line), testCase::id);
            assertTrue(run.out().contains(testCase.requirement()), testCase::id);
        }
    }

    @Test
    void aSelectionListsOnlyThatAndItsSection() {
        ClientRun run = ClientRun.of("list 6.3");

        assertEquals("""
                6 lifecycle
                  6.3   must     half-close with nothing sent
                                   A connection that ends before its first frame gets no reply; the server closes.
                """, run.out());
    }

    @Test
    void skippedCasesAreNotListed() {
        assertEquals(
                Set.of("6.1", "6.3"),
                ClientRun.of("list 6.1 6.2 6.3 --skip 6.2,7").listed());
    }

    @Test
    void aCaseAboutOneFormatSaysSo() {
        assertTrue(ClientRun.of("list 5.14")
                .out()
                .contains("5.14  strict   a frame marked as compressed (formats with a compression flag)"));
    }
}
