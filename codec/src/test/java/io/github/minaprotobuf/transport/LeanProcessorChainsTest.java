package io.github.minaprotobuf.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.BodyCodec;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.codec.TestCertificates;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.buffer.CachedBufferAllocator;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferAllocator;
import org.apache.mina.core.buffer.SimpleBufferAllocator;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.core.session.IoEventType;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.filter.ssl.SslFilter;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

@ParameterizedClass(name = "the process''s buffers: caching {0}, direct {1}")
@CsvSource({"false, false", "false, true", "true, false", "true, true"})
@DisplayName("Messages of one byte to 2 MiB pass lean processors at both ends unchanged, whatever the chain")
@Timeout(60)
class LeanProcessorChainsTest {

    private static final int IN_FLIGHT = 8;

    @Parameter(0)
    private boolean caching;

    @Parameter(1)
    private boolean direct;

    private final LeanServer server = new LeanServer();
    private final IoProcessor<NioSession> clientProcessor = new SimpleIoProcessorPool<>(LeanNioProcessor.class, 1);
    private final NioSocketConnector client = new NioSocketConnector(clientProcessor);
    private final ProtobufCodecFactory codec =
            ProtobufCodecFactory.builder(BodyCodec.bytes()).build();
    private IoBufferAllocator allocator;

    @BeforeEach
    void setAllocator() {
        allocator = caching ? new CachedBufferAllocator() : new SimpleBufferAllocator();
        IoBuffer.setAllocator(allocator);
        IoBuffer.setUseDirectBuffer(direct);
    }

    @AfterEach
    void stop() {
        client.dispose(true);
        clientProcessor.dispose();
        server.close();
        IoBuffer.setUseDirectBuffer(false);
        IoBuffer.setAllocator(new SimpleBufferAllocator());
    }

    private static List<ByteString> messages() {
        Random random = new Random(7);
        List<ByteString> messages = new ArrayList<>();
        for (int length = 1; length <= 2 << 20; length = 2 * length + random.nextInt(2)) {
            for (int i = 0; i < 4; i++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                messages.add(ByteString.copyFrom(bytes));
            }
        }
        return messages;
    }

    /** Where the chains have all filters but the handler. */
    private void assertEchoes() throws Exception {
        server.start(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }
        });
        BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
        client.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                replies.add(message);
            }
        });
        IoSession session = client.connect(server.acceptor().getLocalAddress())
                .awaitUninterruptibly()
                .getSession();
        List<ByteString> messages = messages();
        for (int i = 0; i < messages.size() + IN_FLIGHT; i++) {
            if (i < messages.size()) {
                session.write(messages.get(i));
            }
            if (i >= IN_FLIGHT) {
                assertEquals(messages.get(i - IN_FLIGHT), replies.poll(20, TimeUnit.SECONDS));
            }
        }
        assertSame(allocator, IoBuffer.getAllocator());
    }

    private DefaultIoFilterChainBuilder serverChain() {
        return server.acceptor().getFilterChain();
    }

    private DefaultIoFilterChainBuilder clientChain() {
        return client.getFilterChain();
    }

    @Test
    void codec_alone_ours_and_MINAs() throws Exception {
        serverChain().addLast("protobuf", new ProtobufCodecFilter(codec));
        clientChain().addLast("protobuf", new ProtocolCodecFilter(codec));
        assertEchoes();
    }

    @Test
    void coalescing() throws Exception {
        for (DefaultIoFilterChainBuilder chain : List.of(serverChain(), clientChain())) {
            chain.addLast("coalesce", new WriteCoalescingFilter());
            chain.addLast("protobuf", new ProtobufCodecFilter(codec));
        }
        assertEchoes();
    }

    /** Read buffers are handled, and freed, when the I/O thread has long read on. */
    @Test
    void an_executor_below_the_codec() throws Exception {
        ExecutorFilter executor = new ExecutorFilter(4, IoEventType.MESSAGE_RECEIVED);
        try {
            for (DefaultIoFilterChainBuilder chain : List.of(serverChain(), clientChain())) {
                chain.addLast("executor", executor);
                chain.addLast("protobuf", new ProtobufCodecFilter(codec));
            }
            assertEchoes();
        } finally {
            executor.destroy();
        }
    }

    /** {@code SslFilter} keeps a read buffer that ends within a record. */
    @Test
    void tls(@TempDir Path folder) throws Exception {
        SSLContext context = TestCertificates.contextIn(folder);
        server.acceptor().getSessionConfig().setMaxReadBufferSize(16 << 10);
        for (DefaultIoFilterChainBuilder chain : List.of(serverChain(), clientChain())) {
            chain.addLast("coalesce", new WriteCoalescingFilter());
            SslFilter tls = new SslFilter(context);
            // The other, before MINA 2.2.10, hands down the records of several writing threads in any order.
            tls.setUseNonBlockingPipeline(false);
            chain.addLast("tls", tls);
            chain.addLast("protobuf", new ProtobufCodecFilter(codec));
        }
        assertEchoes();
    }
}
