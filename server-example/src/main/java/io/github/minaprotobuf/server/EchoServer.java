package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.CodecStatistics;
import io.github.minaprotobuf.server.cli.EchoServerCommand;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An echo server over length-prefixed protobuf: one handler, on the library's acceptor. Stops when closed. */
public final class EchoServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EchoServer.class);

    private final ProtobufAcceptor acceptor;
    private final InetSocketAddress address;
    private final Duration drainTimeout;
    private final Optional<StatisticsBean> bean;

    EchoServer(EchoServerBuilder settings) throws IOException {
        PeerLog log = new PeerLog();
        ProtobufAcceptorBuilder builder =
                ProtobufAcceptor.builder(settings.codec.build()).listener(new PeerEvents(log));
        if (settings.tls.isPresent()) {
            builder.tls(settings.tls.get().context(), settings.tls.get().parameters());
        }
        settings.acceptor.accept(builder);
        drainTimeout = settings.drainTimeout;
        acceptor = builder.build();
        acceptor.setHandler(new EchoHandler(log));
        try {
            address = bind(settings.host, settings.port);
            bean = settings.jmx
                    ? Optional.of(StatisticsBean.register(acceptor.statistics(), address))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            acceptor.close();
            throw e;
        }
    }

    /** The command line; see {@code --help}. */
    public static void main(String... args) {
        System.exit(EchoServerCommand.commandLine().execute(args));
    }

    /** Starts with the defaults of the command line, but for the port: a free one. */
    public static EchoServerBuilder builder() {
        return new EchoServerBuilder();
    }

    /** Where it listens, with the port that it really got. */
    public InetSocketAddress address() {
        return address;
    }

    /** What all sessions have done so far. */
    public CodecStatistics statistics() {
        return acceptor.statistics();
    }

    /** The most connections that can be open at a time. */
    public int maxConnections() {
        return acceptor.maxConnections();
    }

    /** Connections that are open now. */
    public int connections() {
        return acceptor.getManagedSessionCount();
    }

    /** Bytes that have come in, as they were on the wire, over connections that are open now. */
    long receivedBytes() {
        return acceptor.getManagedSessions().values().stream()
                .mapToLong(IoSession::getReadBytes)
                .sum();
    }

    /**
     * Stops accepting; lets frames that have begun end and replies leave, within the drain timeout; closes all sessions.
     */
    @Override
    public void close() {
        LOG.info("stopping; {} connections to drain", connections());
        List<IoSession> late = acceptor.drain(drainTimeout);
        if (!late.isEmpty()) {
            LOG.warn(
                    "{} connections were not done within {}; closing them",
                    late.size(),
                    Durations.format(drainTimeout));
        }
        bean.ifPresent(StatisticsBean::unregister);
        acceptor.close();
        LOG.info("stopped; {}", statistics());
    }

    private InetSocketAddress bind(String host, int port) throws IOException {
        try {
            acceptor.bind(new InetSocketAddress(host, port));
            return acceptor.getLocalAddress();
        } catch (IOException | RuntimeException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause(); // MINA wraps what the operating system said
            String text = reason.getMessage() == null ? reason.toString() : reason.getMessage();
            throw new IOException("cannot listen on " + host + ":" + port + ": " + text, reason);
        }
    }
}
