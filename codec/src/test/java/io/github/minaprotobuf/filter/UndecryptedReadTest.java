package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
        "A read is decrypted slice by slice, and its rest waits while reads are held, or a task of the handshake is at work")
class UndecryptedReadTest {

    private static final int SLICE = 16; // records
    private static final int RECORD = 27; // bytes

    private final DummySession session = new DummySession();
    private final WriteBudget budget = new WriteBudget(1 << 30);
    private final WriteMarks marks = new WriteMarks(1_000, 500, budget);
    private final ReadSwitch reads = ReadSwitch.of(session);
    private final NextFilter chain = nextFilter();
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final ByteArrayOutputStream decrypted = new ByteArrayOutputStream();
    private final List<Integer> slices = new ArrayList<>();
    private boolean wanted = true;
    private boolean task;
    private Runnable afterSlice = () -> {};

    private final UndecryptedRead read = new UndecryptedRead(
            session,
            (next, slice, ended) -> {
                byte[] bytes = new byte[slice.remaining()];
                slice.get(bytes);
                decrypted.writeBytes(bytes);
                slices.add(ended);
                afterSlice.run();
            },
            () -> wanted,
            () -> task,
            executor::add);

    private NextFilter nextFilter() {
        session.getFilterChain().addLast("tls", new IoFilterAdapter());
        return session.getFilterChain().getNextFilter("tls");
    }

    /** Each record has the number of it in all of its bytes. */
    private static byte[] records(int first, int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = first; i < first + count; i++) {
            byte[] body = new byte[RECORD - 5];
            Arrays.fill(body, (byte) i);
            out.writeBytes(new byte[] {23, 3, 3, 0, (byte) body.length});
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    private void add(byte[] bytes) throws Exception {
        read.add(chain, IoBuffer.wrap(bytes));
    }

    /** As a filter does that writes too much of its own accord. */
    private void hold() {
        while (!reads.isHeld()) {
            reads.writtenBelow(marks);
        }
    }

    private void letGo() {
        for (int i = 0; i < 4; i++) {
            reads.leftBelow(marks, chain);
        }
    }

    private void assertDecrypted(int records) {
        assertEquals(records * RECORD, decrypted.size());
        assertEquals(List.of(), differences(records(0, records), decrypted.toByteArray()));
    }

    private static List<Integer> differences(byte[] expected, byte[] actual) {
        int at = Arrays.mismatch(expected, actual);
        return at < 0 ? List.of() : List.of(at);
    }

    @Test
    void in_slices_of_16_records_whose_number_is_told() throws Exception {
        add(records(0, 40));
        assertDecrypted(40);
        assertEquals(List.of(SLICE, SLICE, 8), slices);
        assertFalse(session.isReadSuspended());
    }

    @Test
    void up_to_where_reads_are_held_and_the_rest_in_order_once_they_go_on() throws Exception {
        afterSlice = this::hold;
        add(records(0, 40));
        assertDecrypted(SLICE);
        assertTrue(session.isReadSuspended());
        add(records(40, 2)); // which another thread had read by then
        assertDecrypted(SLICE);
        afterSlice = () -> {};
        letGo();
        assertDecrypted(42);
        assertFalse(session.isReadSuspended());
    }

    @Test
    void and_what_waits_is_counted_in_the_budget_until_it_is_decrypted() throws Exception {
        afterSlice = this::hold;
        add(records(0, 40));
        assertEquals(4 * PendingWrites.COST_OF_ONE + 24 * RECORD, budget.taken());
        add(records(40, 2));
        assertEquals(4 * PendingWrites.COST_OF_ONE + 26 * RECORD, budget.taken());
        afterSlice = () -> {};
        letGo();
        assertEquals(0, budget.taken());
    }

    @Test
    void when_reads_go_on_within_a_slice_the_next_slice_follows_at_once() throws Exception {
        afterSlice = () -> {
            hold();
            letGo();
        };
        add(records(0, 40));
        assertDecrypted(40);
    }

    @Test
    void what_comes_while_a_slice_is_decrypted_comes_after_it() throws Exception {
        afterSlice = () -> {
            afterSlice = () -> {};
            try {
                add(records(20, 20));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            assertEquals(SLICE * RECORD, decrypted.size());
        };
        add(records(0, 20));
        assertDecrypted(40);
    }

    @Test
    void beside_a_task_only_so_many_slices_and_the_rest_once_it_is_done() throws Exception {
        task = true;
        add(records(0, 20 * SLICE));
        assertDecrypted(16 * SLICE);
        assertTrue(session.isReadSuspended());
        read.taskMayBeDone(chain);
        assertDecrypted(16 * SLICE);
        task = false;
        read.taskMayBeDone(chain);
        assertDecrypted(20 * SLICE);
        assertFalse(session.isReadSuspended());
    }

    @Test
    void slices_beside_a_task_are_counted_anew_for_the_next_one() throws Exception {
        task = true;
        add(records(0, 15 * SLICE));
        task = false;
        add(records(15 * SLICE, SLICE));
        task = true;
        add(records(16 * SLICE, 15 * SLICE));
        assertDecrypted(31 * SLICE);
    }

    @Test
    void a_task_that_ends_while_nothing_waits_changes_nothing() throws Exception {
        read.taskMayBeDone(chain);
        add(records(0, 1));
        assertDecrypted(1);
        assertFalse(session.isReadSuspended());
    }

    @Test
    void from_within_SslFilter_the_rest_goes_to_another_thread() throws Exception {
        Object handler = new Object();
        session.setAttribute(Key.OF_HANDLER, handler);
        afterSlice = this::hold;
        add(records(0, 40));
        afterSlice = () -> {};
        synchronized (TlsFilter.lockOf(session)) {
            letGo();
        }
        assertDecrypted(SLICE);
        assertTrue(session.isReadSuspended(), "or the end of the stream could come before the rest");
        executor.remove().run();
        assertDecrypted(40);
        assertFalse(session.isReadSuspended());
    }

    @Test
    void nothing_more_once_the_filter_is_gone() throws Exception {
        afterSlice = () -> wanted = false;
        add(records(0, 40));
        assertDecrypted(SLICE);
        assertFalse(session.isReadSuspended());
        assertEquals(0, budget.taken());
    }

    @Test
    void a_slice_that_fails_ends_the_read_and_the_next_one_is_decrypted() throws Exception {
        afterSlice = () -> {
            throw new IllegalStateException("no TLS");
        };
        assertThrows(IllegalStateException.class, () -> add(records(0, 40)));
        assertDecrypted(SLICE);
        afterSlice = () -> {};
        add(records(16, 4));
        assertDecrypted(20);
        assertFalse(session.isReadSuspended());
    }

    @Test
    void a_slice_of_the_rest_that_fails_is_told_to_exceptionCaught() throws Exception {
        List<Throwable> caught = new ArrayList<>();
        session.setHandler(new IoHandlerAdapter() {
            @Override
            public void exceptionCaught(IoSession unused, Throwable cause) {
                caught.add(cause);
            }
        });
        afterSlice = this::hold;
        add(records(0, 40));
        IllegalStateException failure = new IllegalStateException("no TLS");
        afterSlice = () -> {
            throw failure;
        };
        letGo();
        assertEquals(List.of(failure), caught);
    }

    /** Under which {@code SslFilter} keeps its handler: it shows that to its subclasses alone. */
    private abstract static class Key extends SslFilter {
        static final Object OF_HANDLER = SSL_HANDLER;

        private Key() throws java.security.GeneralSecurityException {
            super(javax.net.ssl.SSLContext.getDefault());
        }
    }
}
