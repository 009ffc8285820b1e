package io.github.minaprotobuf.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mina.core.service.IoHandler;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** An acceptor on one {@link LeanNioProcessor}, and plain sockets that connect to it. */
final class LeanServer implements AutoCloseable {

    private final IoProcessor<NioSession> processor = new SimpleIoProcessorPool<>(LeanNioProcessor.class, 1);
    private final AtomicInteger accepted = new AtomicInteger();
    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(processor) {
        @Override
        protected NioSession accept(IoProcessor<NioSession> processor, ServerSocketChannel listening) throws Exception {
            NioSession session = super.accept(processor, listening);
            accepted.incrementAndGet();
            return session;
        }
    };

    NioSocketAcceptor acceptor() {
        return acceptor;
    }

    /** Connections so far. All but the last are known to the I/O thread. */
    int accepted() {
        return accepted.get();
    }

    LeanServer start(IoHandler handler) throws IOException {
        acceptor.setHandler(handler);
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return this;
    }

    /** Its reads end with an exception after 10 seconds. */
    Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), acceptor.getLocalAddress().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Override
    public void close() {
        acceptor.dispose(true);
        processor.dispose();
    }
}
