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
    void up_to_the_limit_and_no_byte_more() {
        assertTrue(budget.tryReserve(LIMIT - 1));
        assertFalse(budget.tryReserve(2));
        assertEquals(LIMIT - 1, budget.held());
        assertTrue(budget.tryReserve(1));
        assertFalse(budget.tryReserve(1));
        budget.release(LIMIT);
        assertEquals(0, budget.held());
    }

    @Test
    void without_a_limit_it_does_not_overflow() {
        RetainedBytes unlimited = new RetainedBytes(Long.MAX_VALUE);
        assertTrue(unlimited.tryReserve(Integer.MAX_VALUE));
        assertTrue(unlimited.tryReserve(Integer.MAX_VALUE));
        assertEquals(2L * Integer.MAX_VALUE, unlimited.held());
    }

    @Test
    void a_large_request_that_is_refused_takes_no_small_one_down() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> hostile = Stream.generate(() -> new Thread(() -> {
                    while (!done.get()) {
                        assertFalse(budget.tryReserve(LIMIT + 1));
                    }
                }))
                .limit(2)
                .toList();
        hostile.forEach(Thread::start);
        int refused = 0;
        for (int i = 0; i < 1_000_000; i++) {
            if (budget.tryReserve(1)) {
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
