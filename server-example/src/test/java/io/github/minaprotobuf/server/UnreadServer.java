package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/** The servers whose clients do not read, each with its defaults, and how such a client connects. */
enum UnreadServer {
    EXAMPLE {
        @Override
        ServerProcess start(List<String> jvmOptions, TestKeys keys) throws IOException {
            return ServerProcess.start(jvmOptions);
        }
    },
    /** A {@link ProtobufAcceptor}, and an adapter of MINA's that echoes. */
    LIBRARY,
    LIBRARY_OVER_TLS {
        @Override
        Client connect(InetSocketAddress address, SSLContext context) throws IOException {
            Socket plain = new Socket(address.getAddress(), address.getPort());
            return new Client(TlsTest.secure(context, plain, "TLSv1.3"));
        }

        @Override
        UnreadReplies unread(InetSocketAddress address, SSLContext context, int clients, byte[] stream)
                throws IOException {
            return new SlowTlsReaders(address, context, clients, stream);
        }
    };

    ServerProcess start(List<String> jvmOptions, TestKeys keys) throws IOException {
        return ServerProcess.start(
                UnreadServer.Library.class, jvmOptions, name(), keys.folder().toString());
    }

    Client connect(InetSocketAddress address, SSLContext context) throws IOException {
        return Client.connect(address);
    }

    UnreadReplies unread(InetSocketAddress address, SSLContext context, int clients, byte[] stream) throws IOException {
        return new SlowReaders(address, clients, stream);
    }

    /** Its arguments: a name of the above, and the folder that has its key. */
    static final class Library {

        private Library() {}

        public static void main(String... args) throws Exception {
            ProtobufAcceptorBuilder builder =
                    ProtobufAcceptor.builder(ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                            .frameFormat(FrameFormat.varint32())
                            .build());
            if (valueOf(args[0]) == LIBRARY_OVER_TLS) {
                builder.tls(new TestKeys(Path.of(args[1])).clientContext("server", "server"));
            }
            ProtobufAcceptor acceptor = builder.build();
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
}
