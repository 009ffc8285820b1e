package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Settings of an {@link EchoServer}; each has a default. Not safe for use by many threads. */
public final class EchoServerBuilder {

    String host = "127.0.0.1";
    int port;
    WireFormat format = WireFormat.LE32;
    int maxFrameLength = ProtobufCodecFactory.DEFAULT_MAX_FRAME_LENGTH;
    int ioThreads = 1;
    int maxConnections = 10_000;
    Duration idleTimeout = Duration.ofMinutes(5);
    Duration frameTimeout = Duration.ofMinutes(1);
    long retainedLimit = Runtime.getRuntime().maxMemory() / 2;
    long writeHighWatermark = 512 << 10;
    int maxErrors = 100;
    Duration drainTimeout = Duration.ofSeconds(10);
    Optional<TlsSettings> tls = Optional.empty();
    boolean jmx;

    EchoServerBuilder() {}

    /** The address to listen on. Default: 127.0.0.1. */
    public EchoServerBuilder host(String host) {
        this.host = host;
        return this;
    }

    /** The port to listen on. Default: 0, a free one. */
    public EchoServerBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** Default: le32. */
    public EchoServerBuilder format(WireFormat format) {
        this.format = format;
        return this;
    }

    /** The longest body in bytes, both directions. Default: 64 MiB. */
    public EchoServerBuilder maxFrameLength(int bodyBytes) {
        this.maxFrameLength = bodyBytes;
        return this;
    }

    /** Threads that read, decode, handle, encode and write. Default: 1. */
    public EchoServerBuilder ioThreads(int threads) {
        this.ioThreads = requireAtLeast(1, threads, "ioThreads");
        return this;
    }

    /** The next one is closed at once. Default: 10,000. */
    public EchoServerBuilder maxConnections(int connections) {
        this.maxConnections = requireAtLeast(1, connections, "maxConnections");
        return this;
    }

    /** A connection over which nothing came or left for that long is closed; in whole seconds, 0 for never. Default: 5 min. */
    public EchoServerBuilder idleTimeout(Duration timeout) {
        this.idleTimeout = timeout;
        return this;
    }

    /** A frame (or TLS handshake) that takes longer ends its connection; 0 for never. Default: 1 min. */
    public EchoServerBuilder frameTimeout(Duration timeout) {
        this.frameTimeout = timeout;
        return this;
    }

    /** Bytes that all sessions together may hold of frames that have not ended. Default: half of the heap. */
    public EchoServerBuilder retainedLimit(long bytes) {
        this.retainedLimit = bytes;
        return this;
    }

    /** A session is not read from while more bytes wait to be written to it, until half of them have left. Default: 512 KiB. */
    public EchoServerBuilder writeHighWatermark(long bytes) {
        this.writeHighWatermark = bytes;
        return this;
    }

    /** Wrong frames that a session may send; the next one ends it. Default: 100. */
    public EchoServerBuilder maxErrors(int errors) {
        this.maxErrors = requireAtLeast(0, errors, "maxErrors");
        return this;
    }

    /** How long {@link EchoServer#close} waits for frames that have begun and replies that wait. Default: 10 s. */
    public EchoServerBuilder drainTimeout(Duration timeout) {
        this.drainTimeout = timeout;
        return this;
    }

    /** Speaks TLS. Default: it does not. */
    public EchoServerBuilder tls(TlsSettings settings) {
        this.tls = Optional.of(settings);
        return this;
    }

    /** Registers the codec's statistics with the platform's MBean server. Default: no. */
    public EchoServerBuilder jmx(boolean enabled) {
        this.jmx = enabled;
        return this;
    }

    /**
     * @throws IOException when the address cannot be had, or a file of the TLS settings cannot be used
     * @throws IllegalArgumentException when the format cannot express {@code maxFrameLength}
     */
    public EchoServer start() throws IOException {
        return new EchoServer(this);
    }

    private static int requireAtLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; must be " + least + " or more");
        }
        return value;
    }
}
