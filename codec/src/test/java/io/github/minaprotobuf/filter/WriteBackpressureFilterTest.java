package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Reads that wait for writes, on a real socket")
@Timeout(60)
class WriteBackpressureFilterTest {

    private static final int HIGH = 1_000;
    private static final int LOW = 500;
    private static final String FILTER = "backpressure";

    private SocketPair pair;
    private IoSession session;

    @BeforeEach
    void connect() throws Exception {
        pair = SocketPair.connect();
        session = pair.session();
        session.getFilterChain().addLast(FILTER, new WriteBackpressureFilter(HIGH, LOW));
    }

    @AfterEach
    void disconnect() throws Exception {
        pair.close();
    }

    private void write(int bytes) {
        session.write(IoBuffer.wrap(new byte[bytes]));
    }

    /** What the session writes does not leave, until {@code session.resumeWrite()}. */
    private void writeAndHold(int bytes) throws Exception {
        session.suspendWrite();
        pair.inReadEvent(() -> write(bytes));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertTrue(condition.getAsBoolean());
    }

    private void assertReads() throws Exception {
        await(() -> !session.isReadSuspended());
        pair.inReadEvent(() -> {});
    }

    private static final class Echo extends IoFilterAdapter {
        private final AtomicLong mostScheduled = new AtomicLong();

        @Override
        public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
            session.write(message);
            mostScheduled.accumulateAndGet(session.getScheduledWriteBytes(), Math::max);
        }
    }

    /** Sends random bytes to an echoing session, reads none back while it can send; then verifies each byte. */
    private void exchangeLateReading(Socket peer, int bytes, BooleanSupplier stuck) throws Exception {
        byte[] sent = new byte[bytes];
        new Random(1).nextBytes(sent);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                peer.getOutputStream().write(sent);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await(stuck);
        assertArrayEquals(sent, peer.getInputStream().readNBytes(bytes));
        sending.get(10, TimeUnit.SECONDS);
    }

    @Test
    void reads_stop_above_the_high_watermark_and_go_on_when_the_writes_have_left() throws Exception {
        writeAndHold(HIGH + 1);
        assertTrue(session.isReadSuspended());
        session.resumeWrite();
        pair.received(HIGH + 1);
        assertReads();
    }

    @Test
    void what_the_peer_sends_meanwhile_is_read_later() throws Exception {
        writeAndHold(HIGH + 1);
        pair.peer().getOutputStream().write('!');
        CompletableFuture<Void> handled = CompletableFuture.runAsync(() -> {
            try {
                pair.inReadEvent(() -> {});
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThrows(java.util.concurrent.TimeoutException.class, () -> handled.get(200, TimeUnit.MILLISECONDS));
        assertEquals(1, session.getReadBytes());
        session.resumeWrite();
        handled.get(10, TimeUnit.SECONDS);
    }

    @Test
    void the_high_watermark_itself_is_not_above() throws Exception {
        writeAndHold(HIGH - PendingWrites.COST_OF_ONE);
        assertFalse(session.isReadSuspended());
    }

    @Test
    void reads_go_on_at_the_low_watermark_and_not_before() throws Exception {
        List<Boolean> suspendedAfterEach = new ArrayList<>();
        session.suspendWrite();
        pair.inReadEvent(() -> {
            for (int bytes : new int[] {600, LOW, 1}) {
                session.write(IoBuffer.wrap(new byte[bytes]))
                        .addListener(done -> suspendedAfterEach.add(session.isReadSuspended()));
            }
        });
        session.resumeWrite();
        pair.received(600 + LOW + 1);
        assertReads();
        assertEquals(List.of(true, false, false), suspendedAfterEach);
    }

    @Test
    void a_session_that_its_handler_suspended_before_stays_suspended() throws Exception {
        session.suspendRead();
        write(HIGH + 1);
        pair.received(HIGH + 1);
        await(() -> session.getScheduledWriteBytes() == 0);
        assertTrue(session.isReadSuspended());
        session.resumeRead();
        assertReads();
    }

    @Test
    void a_session_that_is_suspended_through_the_filter_meanwhile_stays_suspended() throws Exception {
        writeAndHold(HIGH + 1);
        WriteBackpressureFilter.suspendRead(session);
        session.resumeWrite();
        pair.received(HIGH + 1);
        await(() -> session.getScheduledWriteBytes() == 0);
        assertTrue(session.isReadSuspended());
        WriteBackpressureFilter.resumeRead(session);
        assertReads();
    }

    @Test
    void resuming_through_the_filter_waits_for_the_writes() throws Exception {
        WriteBackpressureFilter.suspendRead(session);
        session.suspendWrite();
        write(HIGH + 1);
        WriteBackpressureFilter.resumeRead(session);
        assertTrue(session.isReadSuspended());
        session.resumeWrite();
        pair.received(HIGH + 1);
        assertReads();
    }

    @Test
    void a_session_that_its_handler_resumes_is_held_again_by_the_next_write() throws Exception {
        writeAndHold(HIGH + 1);
        session.resumeRead();
        pair.inReadEvent(() -> write(1));
        assertTrue(session.isReadSuspended());
        session.resumeWrite();
        pair.received(HIGH + 2);
        assertReads();
    }

    @Test
    void switching_reads_from_another_thread_does_not_strand_a_write_that_has_left_in_part() throws Exception {
        int more = 64 << 20; // than sockets hold
        session.write(IoBuffer.wrap(new byte[more]));
        await(() -> session.getWrittenBytes() > 0 && session.getCurrentWriteRequest() != null);
        WriteBackpressureFilter.suspendRead(session);
        assertEquals(more, pair.received(more).length());
        WriteBackpressureFilter.resumeRead(session);
        assertReads();
    }

    @Test
    void closeOnFlush_sends_what_waits() throws Exception {
        writeAndHold(HIGH + 1);
        session.closeOnFlush();
        session.resumeWrite();
        assertEquals(HIGH + 1, pair.receivedUntilEnd().length());
    }

    @Test
    void a_session_that_is_held_can_be_closed() throws Exception {
        writeAndHold(HIGH + 1);
        assertTrue(session.closeNow().awaitUninterruptibly(10_000));
        assertEquals("", pair.receivedUntilEnd());
    }

    @Test
    void a_peer_that_resets_a_session_that_is_held_ends_it() throws Exception {
        pair.inReadEvent(() -> write(64 << 20)); // more than sockets hold
        assertTrue(session.isReadSuspended());
        pair.reset();
        assertTrue(session.getCloseFuture().awaitUninterruptibly(10_000));
    }

    @Test
    void removing_the_filter_lets_reads_go_on() throws Exception {
        writeAndHold(HIGH + 1);
        session.getFilterChain().remove(FILTER);
        assertReads();
    }

    @Test
    void a_peer_that_sends_and_does_not_read_fills_no_heap() throws Exception {
        Echo echo = new Echo();
        session.getFilterChain().addLast("echo", echo);
        exchangeLateReading(pair.peer(), 32 << 20, session::isReadSuspended);
        int oneRead = 64 << 10;
        assertTrue(echo.mostScheduled.get() <= HIGH + oneRead, () -> "scheduled " + echo.mostScheduled);
    }

    @Test
    void coalesced_writes_are_counted_and_release_the_reads() throws Exception {
        session.getFilterChain().addFirst("coalesce", new WriteCoalescingFilter());
        session.suspendWrite();
        pair.inReadEvent(() -> {
            for (int i = 0; i <= HIGH / (PendingWrites.COST_OF_ONE + 1); i++) {
                assertFalse(session.isReadSuspended());
                write(1);
            }
        });
        assertTrue(session.isReadSuspended());
        session.resumeWrite();
        pair.received(HIGH / (PendingWrites.COST_OF_ONE + 1) + 1);
        assertReads();
    }

    @Test
    void a_peer_over_TLS_that_sends_and_does_not_read_is_held_and_loses_nothing(@TempDir Path folder) throws Exception {
        SSLContext context = TestCertificates.contextIn(folder);
        Echo echo = new Echo();
        session.getFilterChain().addFirst("tls", new SslFilter(context));
        session.getFilterChain().addLast("echo", echo);
        Socket peer = context.getSocketFactory().createSocket(pair.peer(), "localhost", 0, true);
        exchangeLateReading(peer, 8 << 20, session::isReadSuspended);
        assertTrue(echo.mostScheduled.get() > HIGH, "TLS bytes were not counted");
    }

    @Test
    void threads_that_write_while_the_peer_reads_never_leave_reads_suspended() throws Exception {
        int threads = 4;
        int writes = 5_000;
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            writers.add(new Thread(() -> {
                for (int i = 0; i < writes; i++) {
                    write(HIGH + 1);
                }
            }));
        }
        writers.forEach(Thread::start);
        assertEquals(
                threads * writes * (HIGH + 1),
                pair.received(threads * writes * (HIGH + 1)).length());
        assertReads();
    }

    @Test
    void watermarks_out_of_order_are_refused_with_both_values() {
        for (long[] wrong : new long[][] {{0, 0}, {100, 100}, {100, 101}, {100, -1}}) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> new WriteBackpressureFilter(wrong[0], wrong[1]))
                    .getMessage();
            assertTrue(message.contains(" " + wrong[0] + " ") && message.contains(" " + wrong[1] + " "), message);
        }
    }
}
