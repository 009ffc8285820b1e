package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.future.CloseFuture;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** An echo server over length-prefixed protobuf: two filters, one handler. Stops when closed. */
public final class EchoServer implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final NioSocketAcceptor acceptor;
    private final IoProcessor<NioSession> processors;
    private final InetSocketAddress address;

    private EchoServer(NioSocketAcceptor acceptor, IoProcessor<NioSession> processors) {
        this.acceptor = acceptor;
        this.processors = processors;
        this.address = acceptor.getLocalAddress();
    }

    /** The command line; see {@code --help}. */
    public static void main(String... args) {
        EchoServerCommand.main(args);
    }

    /** Starts with the defaults of the command line, but for the port: a free one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens, with the port that it really got. */
    public InetSocketAddress address() {
        return address;
    }

    /** Stops accepting, gives the replies that still wait five seconds to leave, closes all sessions. */
    @Override
    public void close() {
        acceptor.unbind();
        List<CloseFuture> closing =
                acceptor.getManagedSessions().values().stream().map(IoSession::closeOnFlush).toList();
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        for (CloseFuture session : closing) {
            session.awaitUninterruptibly(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        acceptor.dispose(true);
        processors.dispose();
    }

    /** Settings of an {@link EchoServer}. Not safe for use by many threads. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port;
        private WireFormat format = WireFormat.LE32;
        private int ioThreads = 1;
        private int maxFrameLength = ProtobufCodecFactory.DEFAULT_MAX_FRAME_LENGTH;

        private Builder() {}

        /** The address to listen on. Default: 127.0.0.1. */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /** The port to listen on. Default: 0, a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Default: le32. */
        public Builder format(WireFormat format) {
            this.format = format;
            return this;
        }

        /** The longest body in bytes, both directions. Default: 64 MiB. */
        public Builder maxFrameLength(int bodyBytes) {
            this.maxFrameLength = bodyBytes;
            return this;
        }

        /** The threads that read, decode, handle, encode and write. Default: 1. */
        public Builder ioThreads(int ioThreads) {
            this.ioThreads = ioThreads;
            return this;
        }

        /** @throws IOException when the address cannot be had */
        public EchoServer start() throws IOException {
            ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                    .frameFormat(format.frameFormat())
                    .maxFrameLength(maxFrameLength)
                    .build();
            IoProcessor<NioSession> processors = new SimpleIoProcessorPool<>(LeanNioProcessor.class, ioThreads);
            NioSocketAcceptor acceptor = new NioSocketAcceptor(processors);
            acceptor.setReuseAddress(true);
            acceptor.getSessionConfig().setTcpNoDelay(true);
            acceptor.getFilterChain().addLast("coalesce", new WriteCoalescingFilter());
            acceptor.getFilterChain().addLast("protobuf", new ProtocolCodecFilter(codec));
            acceptor.setHandler(new EchoHandler());
            try {
                acceptor.bind(new InetSocketAddress(host, port));
            } catch (IOException | RuntimeException e) {
                acceptor.dispose();
                processors.dispose();
                throw e;
            }
            return new EchoServer(acceptor, processors);
        }
    }
}
