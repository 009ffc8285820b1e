package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("When the filter above overflows the stack")
@Timeout(30)
class TlsRecursionFilterTest {

    private static final class Overflowing extends IoFilterAdapter {
        @Override
        public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
            if (((IoBuffer) message).get(0) == 'x') {
                messageReceived(nextFilter, session, message);
            }
            nextFilter.messageReceived(session, message);
        }
    }

    @Test
    void its_session_is_closed_and_those_of_the_same_thread_go_on() throws Exception {
        BlockingQueue<Throwable> caught = new LinkedBlockingQueue<>();
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        acceptor.getFilterChain().addLast("recursion", new TlsRecursionFilter());
        acceptor.getFilterChain().addLast("overflowing", new Overflowing());
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(((IoBuffer) message).duplicate());
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                caught.add(cause);
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = acceptor.getLocalAddress().getPort();
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket hostile = new Socket(InetAddress.getLoopbackAddress(), port)) {
            hostile.getOutputStream().write('x');
            assertEquals(-1, hostile.getInputStream().read());
            assertInstanceOf(StackOverflowError.class, caught.take());
            other.getOutputStream().write('y');
            assertEquals('y', other.getInputStream().read());
        } finally {
            acceptor.dispose(true);
        }
    }
}
