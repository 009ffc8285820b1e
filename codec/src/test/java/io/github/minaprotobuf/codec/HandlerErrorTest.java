package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.minaprotobuf.codec.test.Sample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("An Error of a handler ends in this library's filter: the handler is told once, and everybody is served")
@Timeout(60)
class HandlerErrorTest {

    private static final List<Supplier<Error>> ERRORS = List.of(
            AssertionError::new,
            NoClassDefFoundError::new,
            LinkageError::new,
            () -> new ExceptionInInitializerError("static"),
            StackOverflowError::new,
            OutOfMemoryError::new,
            InternalError::new);

    /** The calls of MINA's I/O thread that reach a handler. */
    enum Call {
        CREATED,
        OPENED,
        RECEIVED,
        SENT,
        INPUT_CLOSED,
        IDLE,
        CLOSED
    }

    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
    private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
    private final Set<Call> failing = Collections.synchronizedSet(EnumSet.noneOf(Call.class));
    private Supplier<Error> error = AssertionError::new;

    private final class FailingHandler extends IoHandlerAdapter {

        private void failIn(Call call) {
            if (failing.remove(call)) {
                throw error.get();
            }
        }

        @Override
        public void sessionCreated(IoSession session) {
            failIn(Call.CREATED);
        }

        @Override
        public void sessionOpened(IoSession session) {
            session.getConfig().setIdleTime(IdleStatus.BOTH_IDLE, failing.contains(Call.IDLE) ? 1 : 0);
            failIn(Call.OPENED);
        }

        @Override
        public void messageReceived(IoSession session, Object message) {
            failIn(Call.RECEIVED);
            session.write(message);
        }

        @Override
        public void messageSent(IoSession session, Object message) {
            failIn(Call.SENT);
        }

        @Override
        public void inputClosed(IoSession session) {
            session.closeOnFlush();
            failIn(Call.INPUT_CLOSED);
        }

        @Override
        public void sessionIdle(IoSession session, IdleStatus status) {
            failIn(Call.IDLE);
        }

        @Override
        public void sessionClosed(IoSession session) {
            failIn(Call.CLOSED);
        }

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            told.add(cause);
        }
    }

    private void bind(ProtocolCodecFilter codec) throws Exception {
        acceptor.getFilterChain().addLast("codec", codec);
        // MINA's chain tells an Error anew at each filter that it passes.
        acceptor.getFilterChain().addLast("above", new IoFilterAdapter());
        acceptor.getFilterChain().addLast("further above", new IoFilterAdapter());
        acceptor.setHandler(new FailingHandler());
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private void bind() throws Exception {
        bind(new ProtobufCodecFilter(ProtobufCodecFactory.of(Sample.getDefaultInstance())));
    }

    @AfterEach
    void dispose() {
        acceptor.dispose();
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), acceptor.getLocalAddress().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, Sample message) throws Exception {
        socket.getOutputStream().write(Wire.LE32.frame(message));
    }

    private static void expect(Socket socket, Sample message) throws Exception {
        byte[] frame = Wire.LE32.frame(message);
        byte[] reply = socket.getInputStream().readNBytes(frame.length);
        assertEquals(List.of(frame.length), List.of(reply.length));
        assertEquals(message, Sample.parseFrom(java.util.Arrays.copyOfRange(reply, 4, reply.length)));
    }

    private void assertServed(Socket socket) throws Exception {
        send(socket, Samples.ONE);
        expect(socket, Samples.ONE);
    }

    private void assertToldOnce() throws Exception {
        Throwable first = told.poll(20, TimeUnit.SECONDS);
        assertEquals(error.get().getClass(), first == null ? null : first.getClass());
        assertEquals(List.of(), new ArrayList<>(told));
    }

    static Stream<Supplier<Error>> errors() {
        return ERRORS.stream();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void the_next_frame_other_sessions_and_new_connections(Supplier<Error> error) throws Exception {
        this.error = error;
        bind();
        try (Socket other = connect();
                Socket failed = connect()) {
            assertServed(other);
            assertServed(failed);
            failing.add(Call.RECEIVED);
            failed.getOutputStream().write(Wire.LE32.frames(List.of(Samples.ONE, Samples.TWO)));
            expect(failed, Samples.TWO);
            assertToldOnce();
            assertServed(other);
            for (int i = 0; i < 4; i++) {
                try (Socket late = connect()) {
                    assertServed(late);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void in_every_call_of_the_io_thread(Call call) throws Exception {
        bind();
        try (Socket other = connect()) {
            assertServed(other);
            failing.add(call);
            try (Socket failed = connect()) {
                if (call == Call.RECEIVED) {
                    send(failed, Samples.TWO); // not answered
                }
                assertServed(failed);
                if (call == Call.IDLE) {
                    assertToldOnce();
                    assertServed(failed);
                }
                failed.shutdownOutput();
                assertEquals(-1, failed.getInputStream().read());
            }
            if (call != Call.IDLE) {
                assertToldOnce();
            }
            assertServed(other);
            try (Socket late = connect()) {
                assertServed(late);
            }
        }
    }

    @Test
    void the_same_object_thrown_twice_is_told_twice() throws Exception {
        Error same = new OutOfMemoryError("made beforehand, as by the JVM");
        error = () -> same;
        bind();
        try (Socket socket = connect()) {
            for (int round = 0; round < 2; round++) {
                failing.add(Call.RECEIVED);
                send(socket, Samples.ONE);
                assertServed(socket);
                assertToldOnce();
            }
        }
    }

    /** What this library's filter mends. */
    @Test
    void minas_filter_throws_it_on_to_the_io_thread() {
        Peer peer = Peer.onStream(ProtobufCodecFactory.of(Sample.getDefaultInstance()))
                .reactingBy((session, message) -> {
                    throw new LinkageError("no such class");
                });
        assertThrows(LinkageError.class, () -> peer.send(Wire.LE32.frame(Samples.ONE)));
    }

    @Test
    void an_error_of_a_body_codec_ends_in_either_filter() throws Exception {
        for (CodecFilter filter : CodecFilter.values()) {
            NioSocketAcceptor own = new NioSocketAcceptor(1);
            try {
                BodyCodec<Sample> failing = (body, length) -> {
                    if (length > 100) {
                        throw new NoClassDefFoundError("com/example/Missing");
                    }
                    return Sample.parseFrom(body);
                };
                own.getFilterChain()
                        .addLast(
                                "codec",
                                filter.of(ProtobufCodecFactory.builder(failing).build()));
                own.setHandler(new FailingHandler());
                own.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), own.getLocalAddress().getPort())) {
                    socket.setSoTimeout(20_000);
                    send(socket, Samples.ofBodyLength(200));
                    assertServed(socket);
                    Throwable first = told.poll(20, TimeUnit.SECONDS);
                    assertEquals(DecoderFailureException.class, first.getClass());
                    assertEquals(NoClassDefFoundError.class, first.getCause().getClass());
                }
            } finally {
                own.dispose();
            }
        }
    }
}
