package io.github.minaprotobuf.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The lean processor sends at once, whoever writes; MINA's select would sleep for a second")
@Timeout(30)
class LeanNioProcessorTest {

    private static final int ROUNDS = 20;

    private final LeanServer server = new LeanServer();
    private final NioSocketAcceptor acceptor = server.acceptor();
    private final BlockingQueue<IoSession> opened = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        server.close();
    }

    private static IoBuffer aByte() {
        return IoBuffer.wrap(new byte[] {1});
    }

    private Socket connect(IoHandlerAdapter handler) throws IOException {
        if (acceptor.getHandler() == null) {
            server.start(handler);
        }
        return server.connect();
    }

    /** What takes a second when a wake-up is missing takes far less when it is there. */
    private static void assertSwift(int times, long startNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        assertTrue(millis < times * 500L, times + " took " + millis + " ms");
    }

    private class Opened extends IoHandlerAdapter {
        @Override
        public void sessionOpened(IoSession session) {
            opened.add(session);
        }
    }

    @Test
    void a_reply_from_within_a_read() throws Exception {
        try (Socket socket = connect(new Opened() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(aByte());
            }
        })) {
            long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                socket.getOutputStream().write(1);
                assertEquals(1, socket.getInputStream().read());
            }
            assertSwift(ROUNDS, start);
        }
    }

    @Test
    void a_write_from_another_thread() throws Exception {
        try (Socket socket = connect(new Opened())) {
            IoSession session = opened.take();
            long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                session.write(aByte());
                assertEquals(1, socket.getInputStream().read());
            }
            assertSwift(ROUNDS, start);
        }
    }

    @Test
    void a_write_to_another_session_from_within_a_read() throws Exception {
        IoHandlerAdapter relay = new Opened() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                for (IoSession other : acceptor.getManagedSessions().values()) {
                    if (other != session) {
                        other.write(aByte());
                    }
                }
            }
        };
        try (Socket from = connect(relay);
                Socket to = connect(relay)) {
            opened.take();
            opened.take();
            long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                from.getOutputStream().write(1);
                assertEquals(1, to.getInputStream().read());
            }
            assertSwift(ROUNDS, start);
        }
    }

    @Test
    void a_write_after_a_write_was_sent() throws Exception {
        try (Socket socket = connect(new Opened() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(aByte());
            }

            @Override
            public void messageSent(IoSession session, Object message) {
                if (session.getWrittenMessages() < ROUNDS) {
                    session.write(aByte());
                }
            }
        })) {
            socket.getOutputStream().write(1);
            long start = System.nanoTime();
            assertEquals(ROUNDS, socket.getInputStream().readNBytes(ROUNDS).length);
            assertSwift(ROUNDS, start);
        }
    }

    @Test
    void a_write_when_another_session_closes_and_when_one_idles() throws Exception {
        IoHandlerAdapter farewell = new Opened() {
            @Override
            public void sessionClosed(IoSession session) {
                acceptor.getManagedSessions().values().forEach(other -> other.write(aByte()));
            }

            @Override
            public void sessionIdle(IoSession session, IdleStatus status) {
                session.write(aByte());
            }
        };
        try (Socket stays = connect(farewell)) {
            connect(farewell).close();
            long start = System.nanoTime();
            assertEquals(1, stays.getInputStream().read());
            acceptor.getManagedSessions()
                    .values()
                    .forEach(session -> session.getConfig().setWriterIdleTime(1));
            assertEquals(1, stays.getInputStream().read());
            assertSwift(6, start);
        }
    }

    @Test
    void every_byte_and_the_end_of_the_stream_however_much_is_sent_at_once() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Socket socket = connect(new Opened() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(((IoBuffer) message).duplicate());
            }

            @Override
            public void inputClosed(IoSession session) {
                session.suspendRead();
                session.closeOnFlush();
            }
        })) {
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            assertArrayEquals(sent, socket.getInputStream().readAllBytes());
            writer.join();
        }
    }

    @Test
    void a_share_of_128_KiB_is_read_of_each_when_several_have_sent_and_all_of_one_alone() throws Exception {
        acceptor.getSessionConfig().setMaxReadBufferSize(512 << 10);
        acceptor.getSessionConfig().setReadBufferSize(512 << 10);
        BlockingQueue<Integer> reads = new LinkedBlockingQueue<>();
        Semaphore go = new Semaphore(0);
        IoHandlerAdapter slow = new Opened() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                reads.add(((IoBuffer) message).remaining());
                go.acquireUninterruptibly();
            }
        };
        byte[] much = new byte[60_000];
        try (Socket a = connect(slow);
                Socket b = connect(slow);
                Socket c = connect(slow);
                Socket d = connect(slow)) {
            Await.until("all are registered", () -> acceptor.getManagedSessionCount() == 4);
            a.getOutputStream().write(1);
            assertEquals(1, reads.take());
            a.getOutputStream().write(much);
            go.release();
            assertEquals(much.length, reads.take());
            for (Socket socket : new Socket[] {a, b, c, d}) {
                socket.getOutputStream().write(much);
            }
            go.release(1_000);
            for (int i = 0; i < 4; i++) {
                assertEquals(32 << 10, reads.take());
            }
            // The next shares are smaller where this pass took long, as on a busy machine.
            for (int rest = 4 * (much.length - (32 << 10)); rest > 0; ) {
                int read = reads.take();
                assertTrue(read <= 32 << 10 && read <= rest, () -> read + " bytes");
                rest -= read;
            }
        }
    }

    @Test
    void reads_that_a_handler_suspends_and_resumes() throws Exception {
        try (Socket socket = connect(new Opened() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.suspendRead();
                session.write(aByte());
            }

            @Override
            public void messageSent(IoSession session, Object message) {
                session.resumeRead();
            }
        })) {
            long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                socket.getOutputStream().write(1);
                assertEquals(1, socket.getInputStream().read());
            }
            assertSwift(ROUNDS, start);
        }
    }
}
