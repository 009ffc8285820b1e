package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The budget takes what fits, whatever else is asked of it at the same time")
class RetainedBytesTest {

    private static final int LIMIT = 1_000;

    private final RetainedBytes budget = new RetainedBytes(LIMIT);

    @Test
    void a_session_up_to_what_stays_free_and_no_byte_more() {
        assertFalse(budget.tryReserve(501, 0));
        assertTrue(budget.tryReserve(500, 0));
        assertFalse(budget.tryReserve(1, 500));
        assertFalse(budget.tryReserve(251, 0));
        assertTrue(budget.tryReserve(250, 0));
        assertEquals(750, budget.held());
        budget.release(750);
        assertEquals(0, budget.held());
    }

    @Test
    void a_session_that_grows_counts_what_it_holds() {
        assertTrue(budget.tryReserve(300, 0));
        assertTrue(budget.tryReserve(200, 300));
        assertFalse(budget.tryReserve(1, 500));
        assertEquals(500, budget.held());
    }

    /** However many large bodies stall, what the next session asks for is small beside what is left. */
    @Test
    void many_greedy_sessions_leave_room_for_a_small_one() {
        for (int session = 0; session < 100; session++) {
            for (int bytes = LIMIT; bytes > 0; bytes--) {
                if (budget.tryReserve(bytes, 0)) {
                    break;
                }
            }
            int greedy = session;
            assertTrue(budget.held() < LIMIT, () -> "after " + (greedy + 1) + " sessions, all is held");
        }
        RetainedBytes large = new RetainedBytes(64 << 20);
        for (int session = 0; session < 10; session++) {
            int share = (int) ((64 << 20) - large.held()) / 2;
            assertTrue(large.tryReserve(share, 0));
        }
        assertTrue(large.tryReserve(5_000, 0), "5,000 bytes beside ten that hold " + large.held());
    }

    @Test
    void without_a_limit_it_does_not_overflow() {
        RetainedBytes unlimited = new RetainedBytes(Long.MAX_VALUE);
        assertTrue(unlimited.tryReserve(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertTrue(unlimited.tryReserve(Integer.MAX_VALUE, 0));
        assertEquals(2L * Integer.MAX_VALUE, unlimited.held());
    }

    @Test
    void a_large_request_that_is_refused_takes_no_small_one_down() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> hostile = Stream.generate(() -> new Thread(() -> {
                    while (!done.get()) {
                        assertFalse(budget.tryReserve(LIMIT, 0));
                    }
                }))
                .limit(2)
                .toList();
        hostile.forEach(Thread::start);
        int refused = 0;
        for (int i = 0; i < 1_000_000; i++) {
            if (budget.tryReserve(1, 0)) {
                budget.release(1);
            } else {
                refused++;
            }
        }
        done.set(true);
        for (Thread thread : hostile) {
            thread.join();
        }
        assertEquals(0, refused, "of 1,000,000 requests for 1 of " + LIMIT + " bytes");
        assertEquals(0, budget.held());
    }
}
