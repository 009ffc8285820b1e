package io.github.minaprotobuf.transport;

import io.github.minaprotobuf.codec.CodecStatistics;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/** A server as a user writes it first: the handler echoes, and leaves all else as MINA's adapter does it. */
final class EchoAcceptor implements AutoCloseable {

    private final ProtobufAcceptor acceptor;
    private final InetSocketAddress address;

    private EchoAcceptor(ProtobufAcceptor acceptor) throws IOException {
        this.acceptor = acceptor;
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                // the adapter's would log a trace for each
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = acceptor.getLocalAddress();
    }

    static ProtobufCodecFactory codec() {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.varint32())
                .maxBodyLength(64 << 20) // so that replies can be longer than what sockets hold
                .build();
    }

    static EchoAcceptor start() throws IOException {
        return start(defaults -> {});
    }

    static EchoAcceptor start(Consumer<ProtobufAcceptorBuilder> settings) throws IOException {
        return start(codec(), settings);
    }

    static EchoAcceptor start(ProtobufCodecFactory codec, Consumer<ProtobufAcceptorBuilder> settings)
            throws IOException {
        ProtobufAcceptorBuilder builder = ProtobufAcceptor.builder(codec);
        settings.accept(builder);
        return new EchoAcceptor(builder.build());
    }

    ProtobufAcceptor acceptor() {
        return acceptor;
    }

    InetSocketAddress address() {
        return address;
    }

    CodecStatistics statistics() {
        return acceptor.statistics();
    }

    int connections() {
        return acceptor.getManagedSessionCount();
    }

    long receivedBytes() {
        return acceptor.getManagedSessions().values().stream()
                .mapToLong(IoSession::getReadBytes)
                .sum();
    }

    /** As a server stops: with patience. */
    void drainAndClose(Duration patience) {
        acceptor.drain(patience);
        acceptor.close();
    }

    @Override
    public void close() {
        acceptor.close();
    }
}
