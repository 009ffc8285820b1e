package io.github.minaprotobuf.bench.peer;

import io.github.minaprotobuf.server.LeanNioProcessor;
import java.io.IOException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/**
 * What MINA leaves of the bare loop: that loop's work in one filter, and each message through MINA's {@code messageReceived},
 * {@code session.write} and {@code messageSent}. No codec on MINA can be faster.
 */
public final class MinaLimitServer {

    private MinaLimitServer() {}

    public static void main(String... args) throws IOException {
        NioSocketAcceptor acceptor = new NioSocketAcceptor(new SimpleIoProcessorPool<>(LeanNioProcessor.class, 1));
        acceptor.getStatistics().getConfig().setStatisticsCalcEnabled(false);
        acceptor.getSessionConfig().setTcpNoDelay(true);
        acceptor.getFilterChain().addLast("limit", new MinaLimitFilter());
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                session.closeNow();
            }
        });
        acceptor.bind(Listening.ADDRESS);
        Listening.announce(acceptor.getLocalAddress().getPort());
    }
}
