package io.github.minaprotobuf.bench.peer;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** The codec on MINA as it comes: one I/O thread, default buffers, one system call per reply. */
public final class PlainMinaServer {

    private PlainMinaServer() {}

    public static void main(String... args) throws IOException {
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        acceptor.getFilterChain()
                .addLast("protobuf", new ProtocolCodecFilter(ProtobufCodecFactory.of(Echo.getDefaultInstance())));
        MinaEcho.start(acceptor);
    }
}
