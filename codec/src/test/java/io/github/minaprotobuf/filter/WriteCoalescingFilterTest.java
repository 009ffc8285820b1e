package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.CachedBufferAllocator;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.SimpleBufferAllocator;
import org.apache.mina.core.file.FilenameFileRegion;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Coalesced writes, on a real socket")
@Timeout(60)
class WriteCoalescingFilterTest {

    private static final String FILTER = "coalesce";

    private SocketPair pair;
    private IoSession session;

    @BeforeEach
    void connect() throws Exception {
        pair = SocketPair.connect();
        session = pair.session();
        session.getFilterChain().addFirst(FILTER, new WriteCoalescingFilter());
    }

    @AfterEach
    void disconnect() throws Exception {
        pair.close();
    }

    private static IoBuffer buffer(String text) {
        return IoBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Writes from within a read event, as a handler that replies does. */
    private List<WriteFuture> writeInOneRead(String... texts) throws Exception {
        List<WriteFuture> futures = new ArrayList<>();
        pair.inReadEvent(() -> {
            for (String text : texts) {
                futures.add(session.write(buffer(text)));
            }
        });
        return futures;
    }

    private static void assertWritten(List<WriteFuture> futures) {
        for (WriteFuture future : futures) {
            assertTrue(future.awaitUninterruptibly(10_000), "not done");
            assertNull(future.getException());
            assertTrue(future.isWritten());
        }
    }

    private static void assertFailed(List<WriteFuture> futures) {
        for (WriteFuture future : futures) {
            assertTrue(future.awaitUninterruptibly(10_000), "stranded");
            assertInstanceOf(WriteToClosedSessionException.class, future.getException());
        }
    }

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
        try {
            String[] texts = Collections.nCopies(1_000, "0123456789").toArray(String[]::new);
            assertWritten(writeInOneRead(texts));
            assertEquals(String.join("", texts), pair.received(10_000));
        } finally {
            IoBuffer.setAllocator(new SimpleBufferAllocator()); // MINA's default
        }
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
    void suspended_writes_are_counted_and_leave_together_when_resumed() throws Exception {
        session.suspendWrite();
        List<WriteFuture> futures = writeInOneRead("one", "two", "three");
        assertEquals(11, session.getScheduledWriteBytes());
        assertEquals(3, session.getScheduledWriteMessages());
        assertEquals(List.of(), pair.systemCalls());
        session.resumeWrite();
        assertWritten(futures);
        assertEquals("onetwothree", pair.received(11));
        assertEquals(List.of(11), pair.systemCalls());
        assertEquals(0, session.getScheduledWriteBytes());
    }

    @Test
    void closeOnFlush_sends_everything_first() throws Exception {
        List<WriteFuture> futures = new ArrayList<>();
        pair.inReadEvent(() -> {
            futures.add(session.write(buffer("last ")));
            futures.add(session.write(buffer("words")));
            session.closeOnFlush();
        });
        assertEquals("last words", pair.receivedUntilEnd());
        assertWritten(futures);
    }

    @Test
    void closeNow_fails_what_has_not_left() throws Exception {
        session.suspendWrite();
        List<WriteFuture> futures = writeInOneRead("never", "ever");
        session.closeNow().awaitUninterruptibly();
        assertFailed(futures);
        assertEquals("", pair.receivedUntilEnd());
    }

    @Test
    void a_failure_names_the_applications_writes() throws Exception {
        session.suspendWrite();
        writeInOneRead("never", "ever");
        pair.reset();
        WriteToClosedSessionException e = pair.caughtException(WriteToClosedSessionException.class);
        assertEquals(
                List.of("never", "ever"),
                e.getRequests().stream()
                        .map(WriteRequest::getOriginalMessage)
                        .map(SocketPair::text)
                        .toList());
    }

    @Test
    void closing_fails_a_write_that_has_left_in_part() throws Exception {
        List<WriteFuture> futures = new ArrayList<>();
        pair.inReadEvent(() -> {
            for (int i = 0; i < 40; i++) {
                futures.add(session.write(IoBuffer.wrap(new byte[1 << 20]))); // more than sockets hold
            }
        });
        pair.awaitSystemCalls(1);
        session.closeNow().awaitUninterruptibly();
        assertTrue(futures.stream().allMatch(future -> future.awaitUninterruptibly(10_000)), "stranded");
        assertInstanceOf(WriteToClosedSessionException.class, futures.get(39).getException());
    }

    @Test
    void a_reset_by_the_peer_fails_what_has_not_left() throws Exception {
        session.suspendWrite();
        List<WriteFuture> futures = writeInOneRead("never", "ever");
        pair.reset();
        session.getCloseFuture().awaitUninterruptibly();
        assertFailed(futures);
        assertThrows(SocketException.class, () -> pair.received(1));
    }

    @Test
    void a_write_after_the_end_fails() throws Exception {
        assertWritten(writeInOneRead("a"));
        session.closeNow().awaitUninterruptibly();
        assertFailed(List.of(session.write(buffer("late"))));
    }

    @Test
    void removing_the_filter_strands_nothing_and_keeps_the_order() throws Exception {
        session.suspendWrite();
        List<WriteFuture> futures = new ArrayList<>(writeInOneRead("a", "b"));
        session.getFilterChain().remove(FILTER);
        futures.addAll(writeInOneRead("c", "d"));
        session.getFilterChain().addFirst(FILTER, new WriteCoalescingFilter());
        futures.addAll(writeInOneRead("e", "f"));
        session.resumeWrite();
        assertWritten(futures);
        assertEquals("abcdef", pair.received(6));
        assertEquals(List.of(2, 1, 1, 2), pair.systemCalls());
        assertEquals(List.of("a", "b", "c", "d", "e", "f"), pair.sentMessages(6));
    }

    @Test
    void removing_and_adding_the_same_instance_keeps_the_order() throws Exception {
        WriteCoalescingFilter same =
                (WriteCoalescingFilter) session.getFilterChain().get(FILTER);
        session.suspendWrite();
        List<WriteFuture> futures = new ArrayList<>(writeInOneRead("a"));
        session.getFilterChain().remove(FILTER);
        futures.addAll(writeInOneRead("b"));
        session.getFilterChain().addFirst(FILTER, same);
        futures.addAll(writeInOneRead("c"));
        session.resumeWrite();
        assertWritten(futures);
        assertEquals("abc", pair.received(3));
    }

    @Test
    void a_file_between_writes_keeps_its_place(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "FILE");
        List<WriteFuture> futures = new ArrayList<>();
        try (var channel = java.nio.channels.FileChannel.open(file)) {
            pair.inReadEvent(() -> {
                futures.add(session.write(buffer("a")));
                futures.add(session.write(buffer("b")));
                futures.add(session.write(new FilenameFileRegion(file.toFile(), channel)));
                futures.add(session.write(buffer("c")));
                futures.add(session.write(buffer("d")));
            });
            assertWritten(futures);
        }
        assertEquals("abFILEcd", pair.received(8));
        assertEquals(List.of(2, 2), pair.systemCalls());
    }

    @Test
    void a_filter_that_is_added_below_sees_every_later_write() throws Exception {
        List<String> seen = new ArrayList<>();
        session.suspendWrite();
        List<WriteFuture> futures = new ArrayList<>(writeInOneRead("a", "b"));
        session.getFilterChain().addFirst("below", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
                seen.add(SocketPair.text(request.getMessage()));
                next.filterWrite(session, request);
            }
        });
        futures.addAll(writeInOneRead("c", "d"));
        session.resumeWrite();
        assertWritten(futures);
        assertEquals(List.of("c", "d"), seen);
        assertEquals("abcd", pair.received(4));
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
