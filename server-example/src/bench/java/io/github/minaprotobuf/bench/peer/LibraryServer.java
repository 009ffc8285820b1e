package io.github.minaprotobuf.bench.peer;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/** What a user of the library writes: its acceptor with all defaults, and a handler. */
public final class LibraryServer {

    private LibraryServer() {}

    public static void main(String... args) throws IOException {
        ProtobufAcceptor acceptor = ProtobufAcceptor.builder(ProtobufCodecFactory.of(Echo.getDefaultInstance()))
                .build();
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }
        });
        acceptor.bind(Listening.ADDRESS);
        Listening.announce(acceptor.getLocalAddress().getPort());
    }
}
