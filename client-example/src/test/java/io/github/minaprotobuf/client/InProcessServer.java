package io.github.minaprotobuf.client;

import io.github.minaprotobuf.client.bench.CodecFormat;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.server.EchoServer;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The echo server, in the test's own process, on a free port of the loopback. */
final class InProcessServer {

    private InProcessServer() {}

    static ProtobufAcceptor start(Wire wire) throws IOException {
        return start(wire, defaults -> {});
    }

    static ProtobufAcceptor start(Wire wire, Consumer<ProtobufAcceptorBuilder> settings) throws IOException {
        return start(codec(wire), settings);
    }

    /** @param maxBody in bytes */
    static ProtobufAcceptor start(Wire wire, int maxBody) throws IOException {
        return start(codec(wire).maxBodyLength(maxBody), defaults -> {});
    }

    private static ProtobufCodecFactory.Builder codec(Wire wire) {
        return ProtobufCodecFactory.builder(Echo.getDefaultInstance()).frameFormat(CodecFormat.of(wire));
    }

    private static ProtobufAcceptor start(
            ProtobufCodecFactory.Builder codec, Consumer<ProtobufAcceptorBuilder> settings) throws IOException {
        ProtobufAcceptorBuilder acceptor = ProtobufAcceptor.builder(codec.build());
        settings.accept(acceptor);
        return EchoServer.start(acceptor, new InetSocketAddress("127.0.0.1", 0));
    }
}
