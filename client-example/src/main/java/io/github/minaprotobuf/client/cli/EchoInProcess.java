package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.bench.CodecFormat;
import io.github.minaprotobuf.client.cli.ClientTlsOptions.BothSides;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.server.EchoServer;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The echo server that a command starts itself. A class of its own: picocli looks at all methods of options, and would load
 * the codec for a server of somebody else's.
 */
final class EchoInProcess {

    private static final String LOOPBACK = "127.0.0.1";

    private EchoInProcess() {}

    /**
     * @param tls what both sides need of it; empty for plain text
     * @throws IllegalArgumentException when the codec has no such format
     */
    static ServerUnderTest start(Wire wire, int maxBody, Duration connectTimeout, Optional<BothSides> tls)
            throws IOException {
        ProtobufCodecFactory codec = echoes(wire)
                .frameFormat(CodecFormat.of(wire))
                .maxBodyLength(maxBody)
                .build();
        ProtobufAcceptorBuilder acceptor = ProtobufAcceptor.builder(codec);
        tls.ifPresent(sides -> acceptor.tls(sides.server().context()));
        ProtobufAcceptor server = EchoServer.start(acceptor, new InetSocketAddress(LOOPBACK, 0));
        int port = server.getLocalAddress().getPort();
        Target target = new Target(LOOPBACK, port, wire, connectTimeout, tls.map(BothSides::client));
        return new ServerUnderTest(target, Optional.of(server));
    }

    private static ProtobufCodecFactory.Builder echoes(Wire wire) {
        return wire.hasType()
                ? ProtobufCodecFactory.builder(MessageTypes.builder()
                        .type((int) wire.type(), Echo.getDefaultInstance())
                        .build())
                : ProtobufCodecFactory.builder(Echo.getDefaultInstance());
    }
}
