package io.github.minaprotobuf.transport;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.filter.TlsFilter;
import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Settings of a {@link ProtobufAcceptor}; each has a default that is safe against peers that nobody knows. Each setting
 * returns this builder. Not safe for use by many threads.
 */
public final class ProtobufAcceptorBuilder {

    final ProtobufCodecFactory codec;
    int ioThreads = 1;
    int maxConnections = 10_000;
    Duration idleTimeout = Duration.ofMinutes(5);
    Duration frameTimeout = Duration.ofMinutes(1);
    long writeHighWatermark = 512 << 10;
    Optional<Long> writeBudget = Optional.empty();
    int maxErrors = 100;
    Optional<TlsFilter> tls = Optional.empty();
    AcceptorListener listener = new AcceptorListener() {};

    ProtobufAcceptorBuilder(ProtobufCodecFactory codec) {
        this.codec = requireNotNull(codec, "codec");
    }

    /**
     * How many threads read, decode, handle, encode and write. A session stays with one of them. Default: 1.
     *
     * @param threads 1 or more
     * @return this builder
     * @throws IllegalArgumentException when less than 1
     */
    public ProtobufAcceptorBuilder ioThreads(int threads) {
        ioThreads = requireAtLeast(1, threads, "ioThreads");
        return this;
    }

    /**
     * The most connections that are open at a time; the next one is closed at once. Default: 10,000. Fewer where the
     * process may not open so many descriptors; see {@link ProtobufAcceptor#maxConnections}.
     *
     * @param connections 1 or more
     * @return this builder
     * @throws IllegalArgumentException when less than 1
     */
    public ProtobufAcceptorBuilder maxConnections(int connections) {
        maxConnections = requireAtLeast(1, connections, "maxConnections");
        return this;
    }

    /**
     * Closes a session over which nothing came or left for that long, also when replies wait that it does not take.
     * Default: 5 minutes.
     *
     * @param timeout is rounded up to whole seconds; zero for never
     * @return this builder
     * @throws IllegalArgumentException when negative
     */
    public ProtobufAcceptorBuilder idleTimeout(Duration timeout) {
        idleTimeout = requireNotNegative(timeout, "idleTimeout");
        return this;
    }

    /**
     * Closes a session whose frame, or TLS handshake, has begun and does not end within that time, though bytes come.
     * Default: 1 minute.
     *
     * @param timeout zero for never
     * @return this builder
     * @throws IllegalArgumentException when negative
     */
    public ProtobufAcceptorBuilder frameTimeout(Duration timeout) {
        frameTimeout = requireNotNegative(timeout, "frameTimeout");
        return this;
    }

    /**
     * Does not read from a session while more of its replies waits for its peer, until half has left. Default: 512 KiB.
     *
     * @param bytes of heap, as {@link WriteBackpressureFilter} counts them; 1 or more
     * @return this builder
     * @throws IllegalArgumentException when less than 1
     */
    public ProtobufAcceptorBuilder writeHighWatermark(long bytes) {
        writeHighWatermark = requireAtLeast(1, bytes, "writeHighWatermark");
        return this;
    }

    /**
     * What replies of all sessions together may wait. No session may have more than what stays free; see {@link
     * WriteBackpressureFilter}. Default: an eighth of the heap, or twice {@code writeHighWatermark} where that is more.
     *
     * @param bytes of heap, as {@link WriteBackpressureFilter} counts them; at least twice {@code writeHighWatermark},
     *     which {@link #build} checks
     * @return this builder
     * @throws IllegalArgumentException when less than 1
     */
    public ProtobufAcceptorBuilder writeBudget(long bytes) {
        writeBudget = Optional.of(requireAtLeast(1, bytes, "writeBudget"));
        return this;
    }

    WriteBackpressureFilter backpressure() {
        long low = writeHighWatermark / 2;
        return writeBudget
                .map(budget -> new WriteBackpressureFilter(writeHighWatermark, low, budget))
                .orElseGet(() -> new WriteBackpressureFilter(writeHighWatermark, low));
    }

    /**
     * How many wrong frames a session may send; the next one ends it. The handler is told of each. A frame counts as wrong
     * when the decoder throws a {@code RecoverableProtocolDecoderException}, but for {@code RetainedBytesLimitException}
     * and {@code DecoderFailureException}, which are not the peer's fault. Default: 100.
     *
     * @param errors 0 or more
     * @return this builder
     * @throws IllegalArgumentException when negative
     */
    public ProtobufAcceptorBuilder maxErrors(int errors) {
        maxErrors = requireAtLeast(0, errors, "maxErrors");
        return this;
    }

    /**
     * Speaks TLS 1.3 and 1.2, and asks no certificate of clients. Default: no TLS.
     *
     * @param context has the server's keys
     * @return this builder
     */
    public ProtobufAcceptorBuilder tls(SSLContext context) {
        tls = Optional.of(new TlsFilter(context));
        return this;
    }

    /**
     * Speaks TLS, with settings of one's own. Default: no TLS.
     *
     * @param context has the server's keys, and whom it trusts
     * @param parameters versions ({@code setProtocols}; 1.3 and 1.2 where they name none), cipher suites, and whether
     *     clients have to show a certificate ({@code setNeedClientAuth})
     * @return this builder
     */
    public ProtobufAcceptorBuilder tls(SSLContext context, SSLParameters parameters) {
        tls = Optional.of(new TlsFilter(context, parameters));
        return this;
    }

    /**
     * Tells of what the acceptor does to sessions of its own accord. Default: nobody is told.
     *
     * @param listener is told of all sessions
     * @return this builder
     * @throws IllegalArgumentException when null
     */
    public ProtobufAcceptorBuilder listener(AcceptorListener listener) {
        this.listener = requireNotNull(listener, "listener");
        return this;
    }

    /**
     * {@return the acceptor, not bound yet; to be {@linkplain ProtobufAcceptor#close closed}}
     *
     * @throws IllegalArgumentException when {@code writeBudget} is less than twice {@code writeHighWatermark}
     * @throws java.io.UncheckedIOException when the process can open no more descriptors
     */
    public ProtobufAcceptor build() {
        return ProtobufAcceptor.create(this);
    }

    private static <T> T requireNotNull(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    static int requireAtLeast(int least, int value, String name) {
        return (int) requireAtLeast(least, (long) value, name);
    }

    static long requireAtLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; must be " + least + " or more");
        }
        return value;
    }

    private static Duration requireNotNegative(Duration value, String name) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; must be 0 or more");
        }
        return value;
    }
}
