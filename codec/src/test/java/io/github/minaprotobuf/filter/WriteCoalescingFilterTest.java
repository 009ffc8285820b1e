package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.CachedBufferAllocator;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Coalesced writes, on a real socket")
@Timeout(60)
class WriteCoalescingFilterTest extends CoalescedSession {

    @Test
    void writes_of_one_read_event_leave_in_one_system_call() throws Exception {
        assertWritten(writeInOneRead("a", "bb", "ccc", "d"));
        assertEquals("abbcccd", pair.received(7));
        assertEquals(List.of(7), pair.systemCalls());
    }

    @Test
    void without_the_filter_each_is_a_call_of_its_own() throws Exception {
        session.getFilterChain().remove(FILTER);
        assertWritten(writeInOneRead("a", "bb", "ccc", "d"));
        assertEquals(List.of(1, 2, 3, 1), pair.systemCalls());
    }

    @Test
    void a_lone_write_goes_through_as_it_is() throws Exception {
        assertWritten(writeInOneRead("alone"));
        assertWritten(List.of(session.write(buffer("from another thread"))));
        assertEquals("alonefrom another thread", pair.received(24));
        assertEquals(List.of(5, 19), pair.systemCalls());
    }

    @Test
    void a_caching_allocator_whose_buffers_have_more_capacity_than_room_is_welcome() throws Exception {
        IoBuffer.setAllocator(new CachedBufferAllocator());
        String[] texts = Collections.nCopies(1_000, "0123456789").toArray(String[]::new);
        assertWritten(writeInOneRead(texts));
        assertEquals(String.join("", texts), pair.received(10_000));
    }

    @Test
    void a_buffer_is_bounded() throws Exception {
        session.getFilterChain().replace(FILTER, new WriteCoalescingFilter(10));
        assertWritten(writeInOneRead("1234", "567", "890", "x", "a single one that is larger", "y", "z"));
        assertEquals("1234567890xa single one that is largeryz", pair.received(40));
        assertEquals(List.of(10, 1, 27, 2), pair.systemCalls());
    }

    @Test
    void a_bound_below_one_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new WriteCoalescingFilter(0));
    }

    @Test
    void messageSent_comes_once_for_each_write_in_order_after_its_bytes() throws Exception {
        assertWritten(writeInOneRead("a", "bb", "ccc"));
        assertEquals(List.of("a", "bb", "ccc"), pair.sentMessages(3));
        assertEquals(3, session.getWrittenMessages());
        assertEquals(0, session.getScheduledWriteMessages());
        assertEquals(0, session.getScheduledWriteBytes());
    }

    @Test
    void many_threads_write_at_once_each_in_its_order() throws Exception {
        int threads = 8;
        int each = 5_000;
        List<Thread> writers = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int t = 0; t < threads; t++) {
            char name = (char) ('a' + t);
            writers.add(new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    session.write(buffer(String.format("%c%05d", name, i)));
                }
            }));
        }
        writers.forEach(Thread::start);
        start.countDown();
        String all = pair.received(threads * each * 6);
        int[] next = new int[threads];
        for (int i = 0; i < all.length(); i += 6) {
            int writer = all.charAt(i) - 'a';
            assertEquals(next[writer]++, Integer.parseInt(all.substring(i + 1, i + 6)));
        }
        assertTrue(pair.systemCalls().size() < threads * each, "nothing was coalesced");
        assertEquals(threads * each, pair.sentMessages(threads * each).size());
        assertEquals(0, session.getScheduledWriteBytes());
    }

    @Test
    void replies_from_an_executors_threads_all_arrive() throws Exception {
        ExecutorFilter executor = new ExecutorFilter(4);
        session.getFilterChain().addLast("executor", executor);
        try {
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                String text = "<" + i + ">";
                expected.append(text);
                pair.inReadEvent(() -> session.write(buffer(text)));
            }
            assertEquals(expected.toString(), pair.received(expected.length()));
        } finally {
            session.closeNow().awaitUninterruptibly();
            executor.destroy();
        }
    }

    @Test
    void a_listener_that_throws_or_writes_again_disturbs_nobody() throws Exception {
        List<WriteFuture> futures = new ArrayList<>();
        pair.inReadEvent(() -> {
            futures.add(session.write(buffer("a")).addListener(future -> {
                futures.add(session.write(buffer("d")));
                throw new IllegalStateException("from a listener");
            }));
            futures.add(session.write(buffer("b")));
            futures.add(session.write(buffer("c")));
        });
        assertEquals("abcd", pair.received(4));
        assertWritten(List.copyOf(futures));
        assertArrayEquals(
                new String[] {"a", "b", "c", "d"}, pair.sentMessages(4).toArray());
    }

    @Test
    void heavy_traffic_arrives_byte_for_byte_through_a_slow_reader() throws Exception {
        StringBuilder expected = new StringBuilder();
        pair.inReadEvent(() -> {
            for (int i = 0; i < 400_000; i++) {
                String text = i + ";";
                expected.append(text);
                session.write(buffer(text));
            }
        });
        assertTrue(session.getScheduledWriteBytes() > 0);
        TimeUnit.MILLISECONDS.sleep(100);
        assertEquals(expected.toString(), pair.received(expected.length()));
        pair.sentMessages(400_000);
        assertEquals(0, session.getScheduledWriteBytes());
        assertEquals(0, session.getScheduledWriteMessages());
    }
}
