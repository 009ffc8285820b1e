package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("TLS in a chain of MINA's acceptor")
@Timeout(60)
class TlsFilterTest {

    @TempDir
    private static Path folder;

    private static SSLContext context;

    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
    private final BlockingQueue<Throwable> caught = new LinkedBlockingQueue<>();
    private final BlockingQueue<IoSession> opened = new LinkedBlockingQueue<>();

    @BeforeAll
    static void createKeys() throws Exception {
        context = TestCertificates.contextIn(folder);
    }

    /** Echoes each byte; an x overflows the stack. */
    @BeforeEach
    void start() throws IOException {
        acceptor.getFilterChain().addLast("tls", new TlsFilter(context));
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void sessionOpened(IoSession session) {
                opened.add(session);
            }

            @Override
            public void messageReceived(IoSession session, Object message) {
                if (((IoBuffer) message).get(0) == 'x') {
                    messageReceived(session, message);
                }
                session.write(((IoBuffer) message).duplicate());
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                caught.add(cause);
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        acceptor.dispose(true);
    }

    private SSLSocket connect() throws IOException {
        Socket plain = new Socket(
                InetAddress.getLoopbackAddress(), acceptor.getLocalAddress().getPort());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    @Test
    void an_overflow_of_the_stack_ends_its_session_and_those_of_the_same_thread_go_on() throws Exception {
        try (SSLSocket other = connect();
                SSLSocket hostile = connect()) {
            hostile.getOutputStream().write('x');
            Throwable cause = caught.poll(20, TimeUnit.SECONDS);
            assertInstanceOf(StackOverflowError.class, cause);
            other.getOutputStream().write('y');
            assertEquals('y', other.getInputStream().read());
        }
    }

    @Test
    void a_thousand_writes_wait_and_are_counted_and_leave_in_order() throws Exception {
        try (SSLSocket peer = connect()) {
            IoSession session = opened.take();
            peer.getOutputStream().write('y');
            assertEquals('y', peer.getInputStream().read());
            List<WriteFuture> futures = new ArrayList<>();
            byte[] block = new byte[10_000];
            for (int i = 0; i < 1_000; i++) {
                block[0] = (byte) i;
                futures.add(session.write(IoBuffer.wrap(block.clone())));
            }
            assertTrue(
                    session.getScheduledWriteBytes() > 1_000_000, () -> "counts " + session.getScheduledWriteBytes());
            for (int i = 0; i < 1_000; i++) {
                assertEquals((byte) i, peer.getInputStream().readNBytes(block.length)[0]);
            }
            for (WriteFuture future : futures) {
                assertTrue(future.await(20, TimeUnit.SECONDS) && future.isWritten());
            }
            while (session.getScheduledWriteBytes()
                    != 0) { // counted after the future is told; at the latest by the timeout
                Thread.sleep(1);
            }
            assertNull(caught.peek());
        }
    }

    @Test
    void writes_that_wait_when_the_session_is_closed_fail() throws Exception {
        try (SSLSocket peer = connect()) {
            IoSession session = opened.take();
            assertTrue(peer.isConnected());
            List<WriteFuture> futures = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                futures.add(session.write(IoBuffer.wrap(new byte[10_000])));
            }
            session.closeNow();
            WriteFuture last = futures.get(999);
            assertTrue(last.await(20, TimeUnit.SECONDS));
            assertInstanceOf(WriteToClosedSessionException.class, last.getException());
            assertTrue(
                    session.write(IoBuffer.wrap(new byte[1])).getException() instanceof WriteToClosedSessionException);
        }
    }

    @Test
    void large_reads_come_out_as_they_went_in() throws Exception {
        acceptor.getSessionConfig().setReadBufferSize(512 << 10);
        acceptor.getSessionConfig().setMaxReadBufferSize(512 << 10);
        try (SSLSocket peer = connect()) {
            byte[] sent = new byte[4 << 20];
            new java.util.Random(3).nextBytes(sent);
            for (int i = 0; i < sent.length; i++) {
                sent[i] &= 0x3F; // no x
            }
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    peer.getOutputStream().write(sent);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            org.junit.jupiter.api.Assertions.assertArrayEquals(
                    sent, peer.getInputStream().readNBytes(sent.length));
            sending.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_record_keeps_no_more_than_its_bytes_whoever_wrote_it() throws Exception {
        BlockingQueue<WriteRequest> records = new LinkedBlockingQueue<>();
        acceptor.getFilterChain().addFirst("wire", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
                records.add(request);
                next.filterWrite(session, request);
            }
        });
        try (SSLSocket peer = connect()) {
            IoSession session = opened.take();
            for (int bytes : new int[] {1, 100, 20_000, 100_000}) {
                session.write(IoBuffer.wrap(new byte[bytes]));
                assertEquals(bytes, peer.getInputStream().readNBytes(bytes).length);
            }
            peer.startHandshake(); // a KeyUpdate that asks for another
            peer.getOutputStream().write('y');
            assertEquals('y', peer.getInputStream().read());
        }
        int ofTls = 0;
        for (WriteRequest record : records) {
            IoBuffer kept = (IoBuffer) record.getOriginalMessage();
            assertEquals(kept.limit(), kept.capacity());
            ofTls += ((TlsRecord) record).isOfApplication() ? 0 : 1;
        }
        assertEquals(1 + 1 + 2 + 7 + 1, records.size() - ofTls, "full records, but for each write's last");
        assertTrue(ofTls >= 2, "the handshake's and an answer to the KeyUpdate");
    }

    @Test
    void of_what_waits_for_the_socket_little_is_encrypted() throws Exception {
        BlockingQueue<TlsRecord> waiting = new LinkedBlockingQueue<>();
        acceptor.getFilterChain().addFirst("socket that takes no replies", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
                TlsRecord record = (TlsRecord) request;
                if (record.isOfApplication()) {
                    waiting.add(record);
                } else {
                    next.filterWrite(session, record);
                }
            }
        });
        try (SSLSocket peer = connect()) {
            IoSession session = opened.take();
            peer.getOutputStream().write('y');
            assertTrue(waiting.poll(20, TimeUnit.SECONDS).length() < 100, "the echo: its handshake is done");
            session.write(IoBuffer.wrap(new byte[4 << 20]));
            session.write(IoBuffer.wrap(new byte[1]));
            long encrypted = 0;
            for (TlsRecord next = waiting.poll(1, TimeUnit.SECONDS); next != null; ) {
                encrypted += next.length();
                next = waiting.poll(1, TimeUnit.SECONDS);
            }
            assertTrue(encrypted > 80 << 10 && encrypted < 128 << 10, "encrypted " + encrypted);
            assertTrue(session.getScheduledWriteBytes() >= (4 << 20) + 1, "the rest waits as it is, and counts");
        }
    }

    @Test
    void what_is_written_before_the_handshake_is_done_leaves_after_it() throws Exception {
        acceptor.getFilterChain().addLast("greeting", new IoFilterAdapter() {
            @Override
            public void sessionOpened(NextFilter next, IoSession session) {
                for (int i = 0; i < 100; i++) {
                    session.write(IoBuffer.wrap(new byte[] {(byte) i}));
                }
                session.write(IoBuffer.wrap(new byte[40_000]));
                next.sessionOpened(session);
            }
        });
        try (SSLSocket peer = connect()) {
            byte[] greeting = peer.getInputStream().readNBytes(40_100);
            for (int i = 0; i < 100; i++) {
                assertEquals(i, greeting[i]);
            }
            assertNull(caught.peek());
        }
    }

    /** Behind a record that is missing, no other could be decrypted. */
    @Test
    void a_write_that_finds_no_heap_for_a_record_fails_and_closes_its_session() throws Exception {
        OutOfMemoryError noHeap = new OutOfMemoryError("by this test");
        try (SSLSocket other = connect();
                SSLSocket peer = connect()) {
            opened.take();
            IoSession session = opened.take();
            assertEquals('a', echo(peer, 'a'));
            session.getFilterChain().addFirst("no heap", new IoFilterAdapter() {
                private int records;

                @Override
                public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest record) {
                    if (++records == 3) {
                        throw noHeap;
                    }
                    nextFilter.filterWrite(session, record);
                }
            });
            WriteFuture before = session.write(IoBuffer.wrap(new byte[100]));
            assertThrows(OutOfMemoryError.class, () -> session.write(IoBuffer.wrap(new byte[100_000])));
            WriteFuture after = session.write(IoBuffer.wrap(new byte[100]));
            assertTrue(session.getCloseFuture().await(20, TimeUnit.SECONDS));
            assertTrue(before.await(20, TimeUnit.SECONDS));
            assertTrue(after.await(20, TimeUnit.SECONDS));
            assertInstanceOf(WriteToClosedSessionException.class, after.getException());
            assertSame(noHeap, caught.poll(20, TimeUnit.SECONDS));
            assertEquals('b', echo(other, 'b'));
        }
    }

    @Test
    void a_peer_that_sends_KeyUpdates_without_end_is_told_of_and_its_session_ends() throws Exception {
        try (SSLSocket other = connect();
                SSLSocket hostile = connect()) {
            int echoes = 0;
            while (echoes < 1_000 && echo(hostile, 'b') == 'b') {
                echoes++;
                for (int i = 0; i < 100; i++) {
                    hostile.startHandshake();
                }
            }
            assertTrue(echoes > 10 && echoes < 1_000, echoes + " echoes");
            SSLException told = assertInstanceOf(SSLException.class, caught.poll(20, TimeUnit.SECONDS));
            assertTrue(
                    told.getMessage()
                            .matches(
                                    "the peer has sent 100\\d\\d records without data, as KeyUpdates; at most 10000 may"
                                            + " come, since each costs memory until the session's end"),
                    told::getMessage);
            assertEquals('c', echo(other, 'c'));
        }
    }

    /** {@return what comes back, and -1 at the session's end, in whichever way} */
    private static int echo(SSLSocket peer, int letter) {
        try {
            peer.getOutputStream().write(letter);
            return peer.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }
}
