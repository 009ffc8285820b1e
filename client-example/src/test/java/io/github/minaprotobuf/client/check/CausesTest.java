package io.github.minaprotobuf.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.check.CaseFailure.ServerLost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cause of a failure is")
class CausesTest {

    private static final String BUILDS = "on which this builds";
    private static final String LOST = "since which the server does not answer";

    private final Causes causes = new Causes();

    @Test
    void noneWhereNothingEarlierFailed() {
        assertEquals(Optional.empty(), fails("1.2", ServerLost.NOT));
        assertEquals(Optional.empty(), fails("4.1", ServerLost.NOT));
    }

    @Test
    void anEarlierCaseOnWhichItBuilds() {
        fails("1.2", ServerLost.NOT);

        assertEquals(Optional.of(new Cause("1.2", BUILDS)), fails("1.3", ServerLost.NOT));
    }

    @Test
    void theFirstOfAChain() {
        fails("3.3", ServerLost.NOT);
        fails("3.5", ServerLost.NOT);

        assertEquals(Optional.of(new Cause("3.3", BUILDS)), fails("7.5", ServerLost.NOT));
    }

    @Test
    void theCaseThatTheServerDidNotSurvive() {
        passes("1.1");
        assertEquals(Optional.empty(), fails("5.9", ServerLost.DURING));

        assertEquals(Optional.of(new Cause("5.9", LOST)), fails("6.3", ServerLost.BEFORE));
        assertEquals(Optional.of(new Cause("5.9", LOST)), fails("6.4", ServerLost.NOT));
    }

    @Test
    void theCaseBeforeWhereTheServerIsGoneAtTheStart() {
        passes("1.1");
        passes("6.3");

        assertEquals(Optional.of(new Cause("6.3", LOST)), fails("6.4", ServerLost.BEFORE));
    }

    @Test
    void noneWhereTheServerHasServedSince() {
        fails("5.9", ServerLost.DURING);
        passes("6.3");

        assertEquals(Optional.empty(), fails("6.4", ServerLost.NOT));
    }

    @Test
    void alwaysAnEarlierCaseOfTheCatalogue() {
        List<String> ids = Catalogue.select(List.of()).stream().map(Case::id).toList();
        for (String id : ids) {
            for (String basis : Causes.basisOf(id)) {
                assertTrue(ids.indexOf(basis) >= 0 && ids.indexOf(basis) < ids.indexOf(id), () -> basis + " of " + id);
            }
        }
    }

    private void passes(String id) {
        causes.passed(named(id));
    }

    private Optional<Cause> fails(String id, ServerLost lost) {
        return causes.failed(named(id), new CaseFailure("a frame", "a reply", "none", lost));
    }

    private static Case named(String id) {
        return Catalogue.named(List.of(id)).get(0);
    }
}
