package io.github.minaprotobuf.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An error that a handler throws is told to it, and all sessions are served as before")
@Timeout(60)
class IoThreadErrorsTest {

    private enum Event {
        CREATED,
        OPENED,
        RECEIVED,
        SENT,
        IDLE,
        INPUT_CLOSED,
        CLOSED
    }

    private final LeanServer server = new LeanServer();
    private final BlockingQueue<Throwable> caught = new LinkedBlockingQueue<>();
    private volatile Event failing;
    private volatile Error error = new AssertionError("by this test");

    @AfterEach
    void stop() {
        server.close();
    }

    /** Echoes; throws once, at the event that fails. */
    private class Failing extends IoHandlerAdapter {

        private void failAt(Event event) {
            if (failing == event) {
                failing = null;
                throw error;
            }
        }

        @Override
        public void sessionCreated(IoSession session) {
            failAt(Event.CREATED);
        }

        @Override
        public void sessionOpened(IoSession session) throws Exception {
            failAt(Event.OPENED);
        }

        @Override
        public void messageReceived(IoSession session, Object message) throws Exception {
            failAt(Event.RECEIVED);
            session.write(message);
        }

        @Override
        public void messageSent(IoSession session, Object message) {
            failAt(Event.SENT);
        }

        @Override
        public void sessionIdle(IoSession session, IdleStatus status) {
            failAt(Event.IDLE);
        }

        @Override
        public void inputClosed(IoSession session) {
            failAt(Event.INPUT_CLOSED);
            session.closeNow();
        }

        @Override
        public void sessionClosed(IoSession session) {
            failAt(Event.CLOSED);
        }

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            caught.add(cause);
        }
    }

    private static void assertEchoes(Socket socket) throws IOException {
        socket.getOutputStream().write('e');
        assertEquals('e', socket.getInputStream().read());
    }

    /** MINA's chain tells of an error once for each of its links. */
    private void assertCaught() throws InterruptedException {
        assertEquals(error, caught.poll(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void at_any_event(Event event) throws Exception {
        server.acceptor().getSessionConfig().setBothIdleTime(1);
        server.start(new Failing());
        try (Socket before = server.connect()) {
            assertEchoes(before);
            failing = event;
            try (Socket hit = server.connect()) {
                hit.getOutputStream().write('h');
                hit.shutdownOutput();
                assertCaught();
            }
            assertEchoes(before);
            try (Socket after = server.connect()) {
                assertEchoes(after);
            }
        }
    }

    @Test
    void the_same_sessions_next_read_is_handled_also_when_memory_ran_out() throws Exception {
        server.start(new Failing());
        try (Socket socket = server.connect()) {
            for (Error each :
                    new Error[] {new NoClassDefFoundError(), new OutOfMemoryError(), new StackOverflowError()}) {
                caught.clear();
                error = each;
                failing = Event.RECEIVED;
                socket.getOutputStream().write('x');
                assertCaught();
                assertEchoes(socket);
            }
        }
    }

    @Test
    void what_the_session_has_to_send_behind_the_message_that_failed_is_sent() throws Exception {
        server.start(new Failing() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                for (byte reply = 'a'; reply <= 'c'; reply++) {
                    session.write(IoBuffer.wrap(new byte[] {reply}));
                }
            }
        });
        failing = Event.SENT;
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write('x');
            assertEquals(
                    "abc",
                    new String(socket.getInputStream().readNBytes(3), java.nio.charset.StandardCharsets.US_ASCII));
            assertCaught();
        }
    }

    private enum End {
        SENT,
        CLOSED
    }

    /** They left, or were dropped, as one buffer. */
    @ParameterizedTest
    @EnumSource
    void the_other_writes_of_a_buffer_end_where_the_first_ones_listener_fails(End end) throws Exception {
        BlockingQueue<WriteFuture> futures = new LinkedBlockingQueue<>();
        BlockingQueue<Object> sent = new LinkedBlockingQueue<>();
        server.acceptor().getFilterChain().addLast("coalesce", new WriteCoalescingFilter());
        server.start(new Failing() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                for (byte reply = 'a'; reply <= 'c'; reply++) {
                    WriteFuture future = session.write(IoBuffer.wrap(new byte[] {reply}));
                    futures.add(future);
                    if (reply == 'a') {
                        future.addListener(done -> {
                            throw error;
                        });
                    }
                }
                if (end == End.CLOSED) {
                    session.closeNow();
                }
            }

            @Override
            public void messageSent(IoSession session, Object message) {
                sent.add(message);
            }
        });
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write('x');
            for (int i = 0; i < 3; i++) {
                WriteFuture future = futures.poll(10, TimeUnit.SECONDS);
                assertTrue(future.await(10, TimeUnit.SECONDS), "stranded");
                assertEquals(end == End.SENT, future.isWritten());
            }
            for (int i = 0; end == End.SENT && i < 3; i++) {
                assertNotNull(sent.poll(10, TimeUnit.SECONDS));
            }
            assertCaught();
        }
        try (Socket after = server.connect()) {
            after.getOutputStream().write('x');
            assertNotNull(futures.poll(10, TimeUnit.SECONDS));
        }
    }

    /** The error comes when the selector has already told of the other session's bytes, which it does once. */
    @Test
    void a_session_whose_bytes_arrived_in_the_pass_that_failed_is_served() throws Exception {
        Semaphore held = new Semaphore(0);
        Semaphore go = new Semaphore(0);
        server.start(new Failing() {
            @Override
            public void messageReceived(IoSession session, Object message) throws Exception {
                if (((IoBuffer) message).get(0) == 'h') {
                    held.release();
                    go.acquire();
                } else {
                    super.messageReceived(session, message);
                }
            }
        });
        try (Socket holding = server.connect();
                Socket other = server.connect()) {
            assertEchoes(other);
            holding.getOutputStream().write('h');
            held.acquire();
            other.getOutputStream().write('o');
            failing = Event.OPENED;
            try (Socket opening = server.connect();
                    Socket next = server.connect()) {
                while (server.accepted() < 4) { // so the I/O thread is told of the one before, at least
                    Thread.onSpinWait();
                }
                go.release();
                assertEquals('o', other.getInputStream().read());
                assertCaught();
                assertEchoes(opening);
                assertEchoes(next);
            }
        }
    }

    @Test
    void a_reset_by_the_peer_is_told_and_closes_that_session_only() throws Exception {
        server.start(new Failing());
        try (Socket other = server.connect()) {
            try (Socket socket = server.connect()) {
                assertEchoes(socket);
                socket.setSoLinger(true, 0);
            }
            assertInstanceOf(IOException.class, caught.poll(10, TimeUnit.SECONDS));
            while (server.acceptor().getManagedSessionCount() > 1) {
                Thread.onSpinWait();
            }
            assertEchoes(other);
        }
    }
}
