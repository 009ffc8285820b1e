package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.file.FilenameFileRegion;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("When too much waits to be written, by its cost, the marks of a session and the budget of all")
class WriteMarksTest {

    private static final long HIGH = 100_000;
    private static final long LOW = 40_000;
    private static final long STEP = LOW / 8;

    private final WriteBudget budget = new WriteBudget(2 * HIGH);
    private final WriteMarks marks = new WriteMarks(HIGH, LOW, budget);

    @Test
    void a_step_is_an_eighth_of_the_low_mark_and_32_KiB_at_most() {
        assertEquals(STEP, marks.step());
        assertEquals(32 << 10, new WriteMarks(1 << 20, 256 << 10, budget).step());
        assertEquals(32 << 10, new WriteMarks(1 << 30, 1 << 29, budget).step());
    }

    @Test
    void more_than_the_high_mark_is_too_much_and_the_mark_itself_is_not() {
        assertFalse(marks.areExceededBy(HIGH, HIGH));
        assertTrue(marks.areExceededBy(HIGH + 1, HIGH));
    }

    @Test
    void more_than_what_stays_free_of_the_budget_is_too_much_but_for_a_step() {
        budget.change(2 * HIGH - 2 * STEP); // by others
        assertFalse(marks.areExceededBy(STEP, 0));
        assertTrue(marks.areExceededBy(STEP + 1, 0));
        budget.change(2 * STEP);
        assertFalse(marks.areExceededBy(STEP, 0));
    }

    @Test
    void reads_go_on_at_the_low_mark_while_the_budget_allows() {
        assertTrue(marks.allowReads(LOW));
        assertFalse(marks.allowReads(LOW + 1));
    }

    @Test
    void reads_go_on_at_four_steps_whatever_the_budget_says() {
        budget.change(4 * HIGH);
        assertTrue(marks.allowReads(4 * STEP));
        assertFalse(marks.allowReads(4 * STEP + 1));
    }

    @Test
    void a_session_may_have_as_much_waiting_as_stays_free() {
        assertTrue(budget.allows(HIGH, 0));
        assertFalse(budget.allows(HIGH + 1, 0));
        budget.change(HIGH); // by others
        assertTrue(budget.allows(HIGH / 2, 0));
        assertFalse(budget.allows(HIGH / 2 + 1, 0));
        assertTrue(budget.allows(HIGH, HIGH), "what the session has taken itself is not of others");
        assertEquals(HIGH, budget.taken());
    }

    @Test
    void a_write_costs_its_bytes_and_the_objects_around_them(@TempDir Path folder) throws IOException {
        assertEquals(PendingWrites.COST_OF_ONE, PendingWrites.cost(new DefaultWriteRequest("no bytes")));
        assertEquals(
                PendingWrites.COST_OF_ONE + 7,
                PendingWrites.cost(new DefaultWriteRequest(IoBuffer.allocate(10).position(3))));
        Path file = Files.write(folder.resolve("file"), new byte[1_000]);
        try (var channel = java.nio.channels.FileChannel.open(file)) {
            assertEquals(
                    PendingWrites.COST_OF_ONE + 900,
                    PendingWrites.cost(
                            new DefaultWriteRequest(new FilenameFileRegion(file.toFile(), channel, 100, 900))));
        }
        assertEquals(5 + 3 * PendingWrites.COST_OF_ONE, PendingWrites.cost(5, 3));
    }
}
