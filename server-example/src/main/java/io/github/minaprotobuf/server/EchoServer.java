package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.CodecStatistics;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import io.github.minaprotobuf.transport.LeanNioProcessor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An echo server over length-prefixed protobuf: one handler, and a filter chain that keeps it up. Stops when closed. */
public final class EchoServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EchoServer.class);

    /** Bytes that one read takes at most. MINA's own 64 KiB make eight times the system calls for large frames. */
    private static final int MAX_READ_BUFFER = 512 << 10;

    /** Connections that arrive between two looks at the listening socket. */
    private static final int BACKLOG = 1_024;

    private final NioSocketAcceptor acceptor;
    private final IoProcessor<NioSession> processors;
    private final InetSocketAddress address;
    private final ProtobufCodecFactory codec;
    private final DrainFilter drain;
    private final FrameTimeout frameTimeout;
    private final Duration drainTimeout;
    private final Optional<StatisticsBean> bean;

    EchoServer(EchoServerBuilder settings) throws IOException {
        PeerLog log = new PeerLog();
        codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(settings.format.frameFormat())
                .maxFrameLength(settings.maxFrameLength)
                .retainedBytesLimit(settings.retainedLimit)
                .build();
        drain = new DrainFilter(codec);
        frameTimeout = new FrameTimeout(codec, settings.frameTimeout, log);
        drainTimeout = settings.drainTimeout;
        Optional<SslFilter> tls =
                settings.tls.isPresent() ? Optional.of(settings.tls.get().filter()) : Optional.empty();

        processors = new SimpleIoProcessorPool<>(LeanNioProcessor.class, settings.ioThreads);
        acceptor = new NioSocketAcceptor(processors);
        acceptor.setReuseAddress(true);
        acceptor.setBacklog(BACKLOG);
        acceptor.setCloseOnDeactivation(false);
        acceptor.getStatistics().getConfig().setStatisticsCalcEnabled(false); // MINA's own: five locks a message
        acceptor.getSessionConfig().setTcpNoDelay(true);
        acceptor.getSessionConfig()
                .setMaxReadBufferSize(tls.isPresent() ? TlsRecursionFilter.READ_BUFFER : MAX_READ_BUFFER);
        acceptor.getSessionConfig().setIdleTime(IdleStatus.BOTH_IDLE, seconds(settings.idleTimeout));
        acceptor.getSessionConfig().setWriteTimeout(seconds(settings.idleTimeout)); // MINA's own: a minute
        DefaultIoFilterChainBuilder chain = acceptor.getFilterChain();
        chain.addLast("coalesce", new WriteCoalescingFilter());
        chain.addLast("connection-limit", new ConnectionLimitFilter(settings.maxConnections, log));
        chain.addLast("drain", drain);
        tls.ifPresent(filter -> {
            chain.addLast("tls-recursion", new TlsRecursionFilter());
            chain.addLast("tls", filter);
            chain.addLast("tls-queue", new TlsWriteQueueFilter());
        });
        chain.addLast(
                "backpressure",
                new WriteBackpressureFilter(settings.writeHighWatermark, settings.writeHighWatermark / 2));
        chain.addLast("protobuf", new ProtobufCodecFilter(codec));
        acceptor.setHandler(new EchoHandler(settings.maxErrors, log));
        bind(settings);
        address = acceptor.getLocalAddress();
        bean = settings.jmx ? Optional.of(StatisticsBean.register(codec.statistics(), address)) : Optional.empty();
        frameTimeout.watch(this::sessions);
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
        return codec.statistics();
    }

    /** Connections that are open now. */
    public int connections() {
        return acceptor.getManagedSessionCount();
    }

    /** Bytes that have come in, as they were on the wire, over connections that are open now. */
    long receivedBytes() {
        return sessions().stream().mapToLong(IoSession::getReadBytes).sum();
    }

    /**
     * Stops accepting; lets frames that have begun end and replies leave, within the drain timeout; closes all sessions.
     */
    @Override
    public void close() {
        acceptor.unbind();
        LOG.info("stopped accepting; {} connections to drain", acceptor.getManagedSessionCount());
        List<IoSession> late = drain.drain(List.copyOf(sessions()), drainTimeout);
        if (!late.isEmpty()) {
            LOG.warn(
                    "{} connections were not done within {}; closing them",
                    late.size(),
                    Durations.format(drainTimeout));
            late.forEach(IoSession::closeNow);
        }
        frameTimeout.close();
        bean.ifPresent(StatisticsBean::unregister);
        acceptor.dispose(true);
        processors.dispose();
        LOG.info("stopped; {}", codec.statistics());
    }

    private void bind(EchoServerBuilder settings) throws IOException {
        try {
            openDescriptorsOfTheJvm();
            acceptor.bind(new InetSocketAddress(settings.host, settings.port));
        } catch (IOException | RuntimeException e) {
            acceptor.dispose();
            processors.dispose();
            throw e;
        }
    }

    /** Those that it otherwise opens when it first closes a socket: an I/O thread that gets none then ends for good. */
    private static void openDescriptorsOfTheJvm() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.sink().close();
        pipe.source().close();
    }

    private Collection<IoSession> sessions() {
        return acceptor.getManagedSessions().values();
    }

    /** MINA counts idle time in whole seconds. */
    private static int seconds(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.plusMillis(999).toSeconds());
    }
}
