package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListCommandTest {

    @Test
    void everyCaseIsListedWithItsRequirement() {
        ClientRun run = ClientRun.of("list");

        assertEquals(0, run.exitCode());
        for (Case testCase : Catalogue.select(List.of())) {
            assertTrue(run.out().contains(testCase.id() + "   " + testCase.level()), testCase::id);
            assertTrue(run.out().contains(testCase.title()), testCase::id);
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
}
