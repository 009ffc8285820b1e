package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/** A server of the library alone: ten lines, all else as MINA's adapter has it. Its limits are those of {@link HostilePeers}. */
final class LibraryServer {

    private LibraryServer() {}

    public static void main(String... args) throws IOException {
        ProtobufAcceptor acceptor = ProtobufAcceptor.builder(ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                        .frameFormat(FrameFormat.varint32())
                        .maxBodyLength(1 << 20)
                        .build())
                .frameTimeout(Duration.ofMillis(500))
                .maxConnections(50)
                .maxErrors(20)
                .build();
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }
        });
        acceptor.bind(new InetSocketAddress("127.0.0.1", 0));
        System.out.println(
                "listening on 127.0.0.1:" + acceptor.getLocalAddress().getPort() + " varint32");
    }
}
