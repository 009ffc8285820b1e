package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings of an {@link EchoServer}; each has a default. Not safe for use by many threads. */
public final class EchoServerBuilder {

    String host = "127.0.0.1";
    int port;
    final ProtobufCodecFactory.Builder codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance());
    Duration drainTimeout = Duration.ofSeconds(10);
    Optional<TlsSettings> tls = Optional.empty();
    Consumer<ProtobufAcceptorBuilder> acceptor = defaults -> {};
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
        codec.frameFormat(format.frameFormat());
        return this;
    }

    /** The longest body in bytes, both directions. Default: 8 MiB. */
    public EchoServerBuilder maxBodyLength(int bodyBytes) {
        codec.maxBodyLength(bodyBytes);
        return this;
    }

    /** Bytes that all sessions together may hold of frames that have not ended. Default: the library's. */
    public EchoServerBuilder retainedLimit(long bytes) {
        codec.retainedBytesLimit(bytes);
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

    /** Sets the acceptor's threads, limits and timeouts. Default: those of the library. */
    public EchoServerBuilder acceptor(Consumer<ProtobufAcceptorBuilder> settings) {
        this.acceptor = settings;
        return this;
    }

    /** Registers the codec's statistics with the platform's MBean server. Default: no. */
    public EchoServerBuilder jmx(boolean enabled) {
        this.jmx = enabled;
        return this;
    }

    /**
     * @throws IOException when the address cannot be had, or a file of the TLS settings cannot be used
     * @throws IllegalArgumentException when the format cannot express {@code maxBodyLength}
     * @throws IllegalStateException when the statistics cannot be registered
     */
    public EchoServer start() throws IOException {
        return new EchoServer(this);
    }
}
