package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/** A server of typed frames on a free port of the loopback address, that keeps what it was sent. */
abstract class RecordingServer extends IoHandlerAdapter implements AutoCloseable {

    private final ProtobufAcceptor acceptor;
    private final List<Object> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> exceptions = new CopyOnWriteArrayList<>();
    private final Semaphore closed = new Semaphore(0);

    RecordingServer(FrameFormat format, MessageTypes types) throws IOException {
        acceptor = ProtobufAcceptor.builder(
                        ProtobufCodecFactory.builder(types).frameFormat(format).build())
                .build();
        acceptor.setHandler(this);
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    abstract void answer(IoSession session, Object message) throws IOException;

    int port() {
        return acceptor.getLocalAddress().getPort();
    }

    List<Object> received() {
        return received;
    }

    List<Class<?>> receivedTypes() {
        return received.stream().<Class<?>>map(Object::getClass).toList();
    }

    /** Waits until a client has closed its connection. */
    boolean awaitClosed() throws InterruptedException {
        return closed.tryAcquire(20, TimeUnit.SECONDS);
    }

    void assertNothingWasWrong() {
        assertEquals(List.of(), exceptions);
        assertEquals(0, acceptor.statistics().framesRejected());
    }

    @Override
    public final void messageReceived(IoSession session, Object message) throws IOException {
        received.add(message);
        answer(session, message);
    }

    @Override
    public final void sessionClosed(IoSession session) {
        closed.release();
    }

    @Override
    public final void exceptionCaught(IoSession session, Throwable cause) {
        exceptions.add(cause);
    }

    @Override
    public void close() {
        acceptor.close();
    }
}
