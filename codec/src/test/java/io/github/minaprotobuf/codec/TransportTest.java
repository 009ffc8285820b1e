package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoAcceptor;
import org.apache.mina.core.service.IoConnector;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.filter.ssl.SslFilter;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;
import org.apache.mina.transport.socket.nio.NioDatagramConnector;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.apache.mina.transport.socket.nio.NioSocketConnector;
import org.apache.mina.transport.vmpipe.VmPipeAcceptor;
import org.apache.mina.transport.vmpipe.VmPipeAddress;
import org.apache.mina.transport.vmpipe.VmPipeConnector;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("The codec echoes over MINA's transports and between its filters")
@Timeout(60)
class TransportTest {

    @Parameter
    private CodecFilter filter;

    private static final SocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** MINA's SslFilter throws BufferOverflowException when more than 64 writes wait for the socket. */
    private static final int IN_FLIGHT = 32;

    private interface Filters {
        void addTo(DefaultIoFilterChainBuilder chain) throws Exception;
    }

    private ProtocolCodecFilter codec() {
        return filter.of(ProtobufCodecFactory.of(Sample.getDefaultInstance()));
    }

    private static List<Sample> messages(int count) {
        List<Sample> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(Samples.ofBodyLength(20 + i % 500).toBuilder().setId(i).build());
        }
        return messages;
    }

    /** Starts an echo server, sends the messages to it, and gives what comes back. */
    private static List<Sample> echo(
            IoAcceptor acceptor,
            SocketAddress address,
            Filters serverFilters,
            IoConnector connector,
            Filters clientFilters,
            List<Sample> messages)
            throws Exception {
        BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
        try {
            serverFilters.addTo(acceptor.getFilterChain());
            acceptor.setHandler(new IoHandlerAdapter() {
                @Override
                public void messageReceived(IoSession session, Object message) {
                    session.write(message);
                }
            });
            acceptor.bind(address);
            clientFilters.addTo(connector.getFilterChain());
            connector.setHandler(new IoHandlerAdapter() {
                @Override
                public void messageReceived(IoSession session, Object message) {
                    replies.add(message);
                }

                @Override
                public void exceptionCaught(IoSession session, Throwable cause) {
                    replies.add(cause);
                }
            });
            IoSession session = connector
                    .connect(acceptor.getLocalAddress())
                    .awaitUninterruptibly()
                    .getSession();
            List<Sample> received = new ArrayList<>();
            for (int i = 0; i < messages.size() + IN_FLIGHT; i++) {
                if (i < messages.size()) {
                    session.write(messages.get(i));
                }
                if (i >= IN_FLIGHT) {
                    received.add(sampleOf(replies.poll(20, TimeUnit.SECONDS)));
                }
            }
            session.closeNow().awaitUninterruptibly();
            return received;
        } finally {
            connector.dispose(true);
            acceptor.dispose(true);
        }
    }

    private static Sample sampleOf(Object reply) {
        if (reply instanceof Throwable cause) {
            throw new AssertionError("instead of a reply: " + cause, cause);
        }
        return (Sample) reply;
    }

    private static void assertEchoes(
            IoAcceptor acceptor, SocketAddress address, IoConnector connector, Filters filters, int count)
            throws Exception {
        List<Sample> messages = messages(count);
        assertEquals(messages, echo(acceptor, address, filters, connector, filters, messages));
    }

    @Test
    void tcp() throws Exception {
        assertEchoes(
                new NioSocketAcceptor(1),
                LOOPBACK,
                new NioSocketConnector(1),
                chain -> chain.addLast("codec", codec()),
                5_000);
    }

    @Test
    void udp_with_coalescing_that_must_not_join_datagrams() throws Exception {
        assertEchoes(
                new NioDatagramAcceptor(),
                LOOPBACK,
                new NioDatagramConnector(),
                chain -> {
                    chain.addLast("coalesce", new WriteCoalescingFilter());
                    chain.addLast("codec", codec());
                },
                100);
    }

    @Test
    void udp_whose_datagrams_are_one_body_each() throws Exception {
        ProtobufCodecFactory datagrams = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.datagram())
                .build();
        assertEchoes(
                new NioDatagramAcceptor(),
                LOOPBACK,
                new NioDatagramConnector(),
                chain -> chain.addLast("codec", filter.of(datagrams)),
                100);
    }

    @Test
    void in_vm_pipe() throws Exception {
        assertEchoes(
                new VmPipeAcceptor(),
                new VmPipeAddress(7),
                new VmPipeConnector(),
                chain -> {
                    chain.addLast("coalesce", new WriteCoalescingFilter());
                    chain.addLast("codec", codec());
                },
                5_000);
    }

    @Test
    void an_executor_above() throws Exception {
        ExecutorFilter executor = new ExecutorFilter(4);
        try {
            assertEchoes(
                    new NioSocketAcceptor(1),
                    LOOPBACK,
                    new NioSocketConnector(1),
                    chain -> {
                        chain.addLast("coalesce", new WriteCoalescingFilter());
                        chain.addLast("codec", codec());
                        chain.addLast("executor", executor);
                    },
                    5_000);
        } finally {
            executor.destroy();
        }
    }

    /** As a compressing filter does, it hands up buffers that are cut elsewhere than those that came. */
    private static final class Scrambler extends IoFilterAdapter {
        @Override
        public void messageReceived(NextFilter next, IoSession session, Object message) {
            IoBuffer in = (IoBuffer) message;
            while (in.hasRemaining()) {
                byte[] piece = new byte[Math.min(1 + in.remaining() % 7, in.remaining())];
                in.get(piece);
                next.messageReceived(session, IoBuffer.wrap(scrambled(piece)));
            }
            in.free();
        }

        @Override
        public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
            IoBuffer out = (IoBuffer) request.getMessage();
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            request.setMessage(IoBuffer.wrap(scrambled(bytes)));
            next.filterWrite(session, request);
        }

        private static byte[] scrambled(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= 0x5A;
            }
            return bytes;
        }
    }

    @Test
    void a_filter_below_that_transforms_and_cuts() throws Exception {
        assertEchoes(
                new NioSocketAcceptor(1),
                LOOPBACK,
                new NioSocketConnector(1),
                chain -> {
                    chain.addLast("coalesce", new WriteCoalescingFilter());
                    chain.addLast("scramble", new Scrambler());
                    chain.addLast("codec", codec());
                },
                1_000);
    }

    @Test
    void tls_below_and_coalescing_below_it(@TempDir Path folder) throws Exception {
        SSLContext context = TestCertificates.contextIn(folder);
        assertEquals(
                messages(3_000),
                echo(
                        new NioSocketAcceptor(1),
                        LOOPBACK,
                        tls(context),
                        new NioSocketConnector(1),
                        tls(context),
                        messages(3_000)));
    }

    private Filters tls(SSLContext context) {
        return chain -> {
            SslFilter ssl = new SslFilter(context);
            // The other, before MINA 2.2.10, hands down the records of several writing threads in any order.
            ssl.setUseNonBlockingPipeline(false);
            chain.addLast("coalesce", new WriteCoalescingFilter());
            chain.addLast("ssl", ssl);
            chain.addLast("codec", codec());
        };
    }

    @Test
    void many_threads_write_to_one_session() throws Exception {
        int threads = 8;
        int each = 1_000;
        Map<Integer, Integer> lastOfThread = new HashMap<>();
        BlockingQueue<Sample> received = new LinkedBlockingQueue<>();
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        NioSocketConnector connector = new NioSocketConnector(1);
        try {
            acceptor.getFilterChain().addLast("codec", codec());
            acceptor.setHandler(new IoHandlerAdapter() {
                @Override
                public void messageReceived(IoSession session, Object message) {
                    received.add((Sample) message);
                }
            });
            acceptor.bind(LOOPBACK);
            connector.getFilterChain().addLast("coalesce", new WriteCoalescingFilter());
            connector.getFilterChain().addLast("codec", codec());
            connector.setHandler(new IoHandlerAdapter());
            IoSession session = connector
                    .connect(acceptor.getLocalAddress())
                    .awaitUninterruptibly()
                    .getSession();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                new Thread(() -> {
                            for (int i = 0; i < each; i++) {
                                session.write(Samples.ofBodyLength(2 + i % 300).toBuilder()
                                        .setId(thread * each + i)
                                        .build());
                            }
                        })
                        .start();
            }
            for (int i = 0; i < threads * each; i++) {
                int id = (int) received.poll(20, TimeUnit.SECONDS).getId();
                assertEquals(lastOfThread.getOrDefault(id / each, -1) + 1, id % each);
                lastOfThread.put(id / each, id % each);
            }
        } finally {
            connector.dispose(true);
            acceptor.dispose(true);
        }
    }
}
