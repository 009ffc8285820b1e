package io.github.minaprotobuf.codec;

import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** The process of {@link StalledSessionsTest}: a server, its stalling clients, a sound one. Exits with 0 if all is well. */
final class StalledSessions {

    private static final int DECLARED = 32 << 20;
    private static final int SENT = 64 << 10;
    private static final long BUDGET = 64L << 20;

    private final ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
            .maxBodyLength(DECLARED)
            .retainedBytesLimit(BUDGET)
            .build();
    private final AtomicInteger refused = new AtomicInteger();
    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(1);

    private StalledSessions() throws IOException {
        acceptor.getFilterChain().addLast("protobuf", new ProtocolCodecFilter(factory));
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                if (cause instanceof RetainedBytesLimitException) {
                    refused.incrementAndGet();
                }
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static void main(String... args) throws Exception {
        new StalledSessions().run(Integer.parseInt(args[0]));
        System.exit(0);
    }

    private void run(int sessions) throws Exception {
        List<Socket> stalled = new ArrayList<>();
        byte[] begun = Wire.concat(Wire.LE32.header(DECLARED), new byte[SENT]);
        for (int i = 0; i < sessions; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(begun);
            stalled.add(socket);
        }
        await(
                "all bytes read",
                () -> acceptor.getManagedSessions().values().stream()
                                .mapToLong(IoSession::getReadBytes)
                                .sum()
                        == (long) sessions * begun.length);
        long held = factory.statistics().retainedBytes();
        require(held <= BUDGET, "budget of " + BUDGET + " exceeded: " + held);
        require(held > BUDGET / 2, "budget hardly used: " + held);
        require(refused.get() > 0 && refused.get() < sessions, refused + " of " + sessions + " refused");
        echoFrames(1_000);
        System.out.println(sessions + " stalled sessions: " + refused + " refused, " + held + " bytes retained, 1000"
                + " frames echoed beside them, heap used "
                + ((Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20) + " MiB");
        for (Socket socket : stalled) {
            socket.close();
        }
        await("all sessions closed", () -> acceptor.getManagedSessionCount() == 0);
        require(factory.statistics().retainedBytes() == 0, "still retained: " + factory.statistics());
        acceptor.dispose(true);
    }

    /** Frames that take several reads each would draw on the budget; these do not, as most frames in life. */
    private void echoFrames(int count) throws IOException {
        byte[] frame = Wire.LE32.frame(Samples.ofBodyLength(1_000));
        try (Socket socket = connect()) {
            InputStream in = socket.getInputStream();
            for (int i = 0; i < count; i++) {
                socket.getOutputStream().write(frame);
                require(Arrays.equals(frame, in.readNBytes(frame.length)), "a sound session was harmed at frame " + i);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), acceptor.getLocalAddress().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            require(i < 600, "timed out: " + what);
            Thread.sleep(50);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            System.out.println("FAILED: " + message);
            System.exit(1);
        }
    }
}
