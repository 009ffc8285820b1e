package io.github.minaprotobuf.bench.peer;

import java.io.IOException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** What the servers on MINA have in common: each writes back what it receives. */
final class MinaEcho extends IoHandlerAdapter {

    private MinaEcho() {}

    /** Serves through the acceptor's own filter chain. */
    static void start(NioSocketAcceptor acceptor) throws IOException {
        acceptor.getSessionConfig().setTcpNoDelay(true);
        acceptor.setHandler(new MinaEcho());
        acceptor.bind(Listening.ADDRESS);
        Listening.announce(acceptor.getLocalAddress().getPort());
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        session.write(message);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        session.closeNow();
    }
}
