package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.DummySession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A session's switch for reads, as a filter below asks for it")
class ReadSwitchTest {

    private static final int HIGH = 1_000;

    private final DummySession session = new DummySession();
    private final WriteBudget budget = new WriteBudget(1 << 20);
    private final WriteMarks marks = new WriteMarks(HIGH, HIGH / 2, budget);
    private final ReadSwitch reads = ReadSwitch.of(session);

    private static final String ABOVE = "above";

    ReadSwitchTest() {
        session.getFilterChain().addLast(ABOVE, new IoFilterAdapter());
    }

    private void writeBelow(int times) {
        for (int i = 0; i < times; i++) {
            reads.writtenBelow(marks);
        }
    }

    @Test
    void is_off_once_what_waits_costs_more_than_the_high_mark() {
        writeBelow(HIGH / PendingWrites.COST_OF_ONE);
        assertFalse(reads.isHeld());
        assertEquals(0, budget.taken());
        writeBelow(1);
        assertTrue(reads.isHeld());
        assertTrue(ReadSwitch.holdsReadsOf(session));
        assertEquals(4 * PendingWrites.COST_OF_ONE, budget.taken());
    }

    @Test
    void counts_what_is_kept_of_a_read_at_once_and_until_it_is_used_up() {
        writeBelow(4);
        reads.countRead(5_000);
        assertEquals(4 * PendingWrites.COST_OF_ONE + 5_000, budget.taken());
        reads.countRead(7_000);
        assertEquals(4 * PendingWrites.COST_OF_ONE + 7_000, budget.taken());
        reads.countRead(0);
        assertEquals(4 * PendingWrites.COST_OF_ONE, budget.taken());
    }

    @Test
    void takes_nothing_of_the_budget_once_the_session_is_closed() {
        writeBelow(4);
        reads.countRead(5_000);
        session.getCloseFuture().setClosed();
        assertEquals(0, budget.taken());
        reads.countRead(0);
        assertEquals(0, budget.taken());
    }

    @Test
    void gives_everything_back_to_the_budget_once_the_last_write_below_has_left() {
        NextFilter above = session.getFilterChain().getNextFilter(ABOVE);
        writeBelow(4);
        for (int i = 0; i < 3; i++) {
            reads.leftBelow(marks, above);
        }
        assertFalse(reads.isHeld());
        assertFalse(session.isReadSuspended());
        assertEquals(PendingWrites.COST_OF_ONE, budget.taken());
        reads.leftBelow(marks, above);
        assertEquals(0, budget.taken());
    }
}
