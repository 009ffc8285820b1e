package io.github.minaprotobuf.bench.peer;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** The codec on MINA as it comes: one I/O thread, default buffers, one system call per reply. */
public final class PlainMinaServer {

    private PlainMinaServer() {}

    public static void main(String... args) throws IOException {
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        acceptor.getSessionConfig().setTcpNoDelay(true);
        acceptor.getFilterChain()
                .addLast("protobuf", new ProtocolCodecFilter(ProtobufCodecFactory.of(Echo.getDefaultInstance())));
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
