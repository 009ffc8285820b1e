package io.github.minaprotobuf.transport;

import io.github.minaprotobuf.codec.CodecStatistics;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.filter.ConnectionLimitFilter;
import io.github.minaprotobuf.filter.DrainFilter;
import io.github.minaprotobuf.filter.FrameTimeout;
import io.github.minaprotobuf.filter.OrderlyCloseFilter;
import io.github.minaprotobuf.filter.TlsFilter;
import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/**
 * A server's side of TCP, ready for peers that nobody knows: MINA's {@code NioSocketAcceptor} with the codec, with all that
 * protects it in its chain, in the one right order, and with limits that are on by default.
 *
 * <pre>{@code
 * ProtobufAcceptor acceptor = ProtobufAcceptor.builder(ProtobufCodecFactory.of(Echo.getDefaultInstance())).build();
 * acceptor.setHandler(handler);
 * acceptor.bind(new InetSocketAddress("127.0.0.1", 9123));
 * ...
 * acceptor.drain(Duration.ofSeconds(10));
 * acceptor.close();
 * }</pre>
 *
 * <p>The {@code IoHandler} receives messages, and calls {@code session.write}; any will do. What a peer does wrong is told
 * to its {@code exceptionCaught}, and need not be dealt with: a session that has lost its position in the stream, or that
 * sends too many wrong frames, is closed. So is one whose peer ends its side of the stream, once it has its replies; {@code
 * inputClosed} is not called. To close a session behind its last reply, call {@link OrderlyCloseFilter#close}.
 *
 * <p>Filters of the application join the chain by {@code getFilterChain().addLast}, and so stand between the codec and the
 * handler: an {@code ExecutorFilter}, say, when a handler waits for a database.
 *
 * <p>What it changes is its own: no setting of the process. An {@code Error} of a handler or filter is told to {@code
 * exceptionCaught}, and all sessions are served as before. Only an {@code OutOfMemoryError} outside of a handler can end an
 * I/O thread, as {@link LeanNioProcessor} says; whether the process goes on is then the application's to decide, with {@code
 * Thread.setDefaultUncaughtExceptionHandler}. All methods may be called by any thread, {@link #drain} and {@link #close} by
 * any but an I/O thread.
 */
public final class ProtobufAcceptor extends NioSocketAcceptor implements AutoCloseable {

    /** Bytes that one read takes at most. MINA's own 64 KiB make eight times the system calls for large frames. */
    private static final int MAX_READ_BUFFER = 512 << 10;

    private static final int MIN_READ_BUFFER = 4 << 10;

    /** One read takes no more than that part of the free budget, since what is not decoded of it may have to be kept. */
    private static final int READS_IN_BUDGET = 256;

    /** Connections that arrive between two looks at the listening socket. */
    private static final int BACKLOG = 1_024;

    private static final long DESCRIPTOR_PAUSE_MILLIS = 50;

    private final ProtobufCodecFactory codec;
    private final AcceptorListener listener;
    private final IoProcessor<NioSession> processors;
    private final Descriptors descriptors;
    private final int maxConnections;
    private final DrainFilter drain;
    private final Optional<FrameTimeout> frameTimeout;

    private ProtobufAcceptor(
            ProtobufAcceptorBuilder settings, WriteBackpressureFilter backpressure, IoProcessor<NioSession> processors)
            throws IOException {
        super(processors);
        this.processors = processors;
        descriptors = new Descriptors();
        maxConnections = Math.min(settings.maxConnections, descriptors.connections());
        codec = settings.codec;
        listener = settings.listener;
        drain = new DrainFilter(codec::isInsideFrame);
        frameTimeout = settings.frameTimeout.isZero()
                ? Optional.empty()
                : Optional.of(new FrameTimeout(
                        settings.frameTimeout,
                        this::unfinishedAge,
                        session -> timedOut(session, settings.frameTimeout)));
        configure(settings);
        buildChain(settings, backpressure);
        frameTimeout.ifPresent(timeout -> timeout.watch(getManagedSessions()::values));
    }

    /**
     * {@return a builder of an acceptor for this codec}
     *
     * @param codec its own limits and its statistics count for all that share it
     * @throws IllegalArgumentException when {@code codec} is null
     */
    public static ProtobufAcceptorBuilder builder(ProtobufCodecFactory codec) {
        return new ProtobufAcceptorBuilder(codec);
    }

    static ProtobufAcceptor create(ProtobufAcceptorBuilder settings) {
        try {
            return new ProtobufAcceptor(
                    settings,
                    settings.backpressure(), // checks what was set, before anything is opened
                    new SimpleIoProcessorPool<>(LeanNioProcessor.class, settings.ioThreads));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a descriptor", e);
        }
    }

    private void configure(ProtobufAcceptorBuilder settings) {
        setReuseAddress(true);
        setBacklog(BACKLOG);
        getStatistics().getConfig().setStatisticsCalcEnabled(false); // MINA's own: five locks a message
        getSessionConfig().setTcpNoDelay(true);
        getSessionConfig().setMaxReadBufferSize(MAX_READ_BUFFER);
        getSessionConfig().setIdleTime(IdleStatus.BOTH_IDLE, seconds(settings.idleTimeout));
        getSessionConfig().setWriteTimeout(seconds(settings.idleTimeout)); // MINA's own: a minute
    }

    private void buildChain(ProtobufAcceptorBuilder settings, WriteBackpressureFilter backpressure) {
        DefaultIoFilterChainBuilder chain = getFilterChain();
        chain.addLast("coalesce", new WriteCoalescingFilter());
        int limit = settings.maxConnections;
        chain.addLast(
                "connection-limit",
                new ConnectionLimitFilter(limit, session -> listener.connectionRefused(session, limit)));
        chain.addLast("drain", drain);
        settings.tls.ifPresent(tls -> chain.addLast("tls", tls));
        chain.addLast("orderly-close", new OrderlyCloseFilter(listener::handshakeAbandoned));
        chain.addLast("backpressure", backpressure);
        chain.addLast("protobuf", new ProtobufCodecFilter(codec, WriteBackpressureFilter::holdsReads));
        chain.addLast("peer-guard", new PeerGuard(settings));
    }

    /** {@return what all sessions of the codec have done so far} */
    public CodecStatistics statistics() {
        return codec.statistics();
    }

    /**
     * {@return the most connections that can be open at a time: the builder's {@code maxConnections}, or as many as the
     * process had descriptors for when this acceptor was built, less 32 that are kept for all else}
     */
    public int maxConnections() {
        return maxConnections;
    }

    /**
     * Stops accepting; then lets each session finish the frame that it is in and get its replies, and closes it. A session
     * that is not done in time stays as it is: {@link #close} ends it.
     *
     * @param timeout how long to wait at most; zero to wait for nothing
     * @return the sessions that are still open
     */
    public List<IoSession> drain(Duration timeout) {
        boolean closesSessions = isCloseOnDeactivation();
        setCloseOnDeactivation(false);
        try {
            unbind();
        } finally {
            setCloseOnDeactivation(closesSessions);
        }
        return drain.drain(List.copyOf(getManagedSessions().values()), timeout);
    }

    /**
     * Stops accepting, closes all sessions at once, and ends the threads: {@code dispose(true)}. It waits for handlers that
     * are still at work, however long they take. To lose nothing, {@link #drain} first. May be called again.
     */
    @Override
    public void close() {
        dispose(true);
    }

    @Override
    protected void dispose0() throws Exception {
        frameTimeout.ifPresent(FrameTimeout::close);
        try {
            super.dispose0();
        } finally {
            getManagedSessions().values().forEach(IoSession::closeNow);
            processors.dispose();
            descriptors.close();
        }
    }

    /** As MINA's, but that a connection for which there is no descriptor is closed and not waited upon. */
    @Override
    protected NioSession accept(IoProcessor<NioSession> processor, ServerSocketChannel listening) throws Exception {
        if (descriptors.sufficeForOneMore()) {
            NioSession session = super.accept(processor, listening);
            if (session != null) {
                descriptors.count(session);
            }
            return session;
        }
        try {
            descriptors.refuse(listening).ifPresent(listener::descriptorsExhausted);
        } catch (IOException e) { // other threads of the process were faster
            Thread.sleep(DESCRIPTOR_PAUSE_MILLIS);
        }
        return null;
    }

    /** {@return how many bytes a read may bring now} Less when sessions together retain much. */
    int readLimit() {
        long free = codec.retainedBytesLimit() - codec.statistics().retainedBytes();
        return (int) Math.max(MIN_READ_BUFFER, Math.min(MAX_READ_BUFFER, free / READS_IN_BUDGET));
    }

    boolean isInsideFrame(IoSession session) {
        return codec.isInsideFrame(session);
    }

    private Optional<Duration> unfinishedAge(IoSession session) {
        return TlsFilter.isInHandshake(session)
                ? Optional.of(Duration.ofMillis(System.currentTimeMillis() - session.getCreationTime()))
                : codec.unfinishedFrameAge(session);
    }

    private void timedOut(IoSession session, Duration timeout) {
        if (TlsFilter.isInHandshake(session)) {
            listener.handshakeTimedOut(session, timeout);
        } else {
            listener.frameTimedOut(session, timeout);
        }
    }

    /** MINA counts idle time in whole seconds. */
    private static int seconds(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.plusMillis(999).toSeconds());
    }
}
