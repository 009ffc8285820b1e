package io.github.minaprotobuf.filter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** A MINA session and the plain socket at its other end, with a look at the system calls between them. */
final class SocketPair implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountingProcessor processor = new CountingProcessor(threads);
    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(processor);
    private final CompletableFuture<IoSession> accepted = new CompletableFuture<>();
    private final BlockingQueue<Throwable> caught = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<Void>> done = new LinkedBlockingQueue<>();
    private final BlockingQueue<Action> actions = new LinkedBlockingQueue<>();
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final Socket peer;

    private SocketPair() throws IOException {
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void sessionOpened(IoSession session) {
                accepted.complete(session);
            }

            @Override
            public void messageReceived(IoSession session, Object message) throws Exception {
                CompletableFuture<Void> outcome = done.take();
                try {
                    actions.take().run();
                    outcome.complete(null);
                } catch (Throwable t) {
                    outcome.completeExceptionally(t);
                }
            }

            @Override
            public void messageSent(IoSession session, Object message) {
                sent.add(text(message));
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                caught.add(cause);
            }

            @Override
            public void inputClosed(IoSession session) {
                session.closeOnFlush();
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        peer = new Socket(
                InetAddress.getLoopbackAddress(), acceptor.getLocalAddress().getPort());
        peer.setSoTimeout(20_000);
    }

    static SocketPair connect() throws IOException {
        return new SocketPair();
    }

    interface Action {
        void run() throws Exception;
    }

    IoSession session() throws Exception {
        return accepted.get(10, TimeUnit.SECONDS);
    }

    /** Lets the peer send a byte, and runs the action while the session handles it. */
    void inReadEvent(Action action) throws Exception {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        done.add(outcome);
        actions.add(action);
        peer.getOutputStream().write('!');
        outcome.get(10, TimeUnit.SECONDS);
    }

    /** What the peer gets, as text; waits for that many bytes. */
    String received(int bytes) throws IOException {
        byte[] received = peer.getInputStream().readNBytes(bytes);
        return new String(received, StandardCharsets.US_ASCII);
    }

    String receivedUntilEnd() throws IOException {
        return new String(peer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** The peer's end. */
    Socket peer() {
        return peer;
    }

    /** The peer breaks the connection off. */
    void reset() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();
    }

    /** The bytes of each write that the processor made, in order. */
    List<Integer> systemCalls() {
        return List.copyOf(processor.writes);
    }

    void awaitSystemCalls(int count) throws InterruptedException {
        for (int i = 0; i < 1_000 && processor.writes.size() < count; i++) {
            Thread.sleep(10);
        }
    }

    /**
     * Waits until the socket has no room for what the processor wants to write: it writes no more. Its last write may have
     * left as a whole, since a socket with little room does not ask for the next.
     */
    void awaitFullSocket() throws InterruptedException {
        awaitSystemCalls(1);
        int writes = 0;
        for (int i = 0; i < 100 && writes < processor.writes.size(); i++) {
            writes = processor.writes.size();
            Thread.sleep(200);
        }
    }

    /** What the handler was told was sent; waits for that many. */
    List<String> sentMessages(int count) throws InterruptedException {
        for (int i = 0; i < 1_000 && sent.size() < count; i++) {
            Thread.sleep(10);
        }
        return List.copyOf(sent);
    }

    /** The first exception of that type that the handler is told of; waits for it. */
    <E extends Throwable> E caughtException(Class<E> type) throws InterruptedException {
        for (Throwable next = caught.poll(10, TimeUnit.SECONDS);
                next != null;
                next = caught.poll(10, TimeUnit.SECONDS)) {
            if (type.isInstance(next)) {
                return type.cast(next);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " was caught");
    }

    private static final int LONGEST_TEXT = 1 << 20;

    static String text(Object message) {
        if (!(message instanceof IoBuffer sent)) {
            return message.getClass().getSimpleName();
        }
        IoBuffer buffer = sent.duplicate().rewind();
        if (buffer.remaining() > LONGEST_TEXT) {
            return buffer.remaining() + " bytes"; // no copies of what fills sockets: the test's heap is small
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        peer.close();
        acceptor.dispose(true);
        processor.dispose();
        threads.shutdownNow();
    }

    /** MINA's processor, and a note of each write. */
    private static final class CountingProcessor extends NioProcessor {
        private final List<Integer> writes = new CopyOnWriteArrayList<>();

        CountingProcessor(Executor executor) {
            super(executor);
        }

        @Override
        protected int write(NioSession session, IoBuffer buffer, int length) throws IOException {
            int written = super.write(session, buffer, length);
            writes.add(written);
            return written;
        }
    }
}
