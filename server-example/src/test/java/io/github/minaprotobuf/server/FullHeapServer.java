package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * A server of the library whose heap is full for half of the time, but for {@value #LEFT} bytes at most, and which counts what
 * becomes of its writes. A frame with the id {@value #ASK} is answered by these counts. Its arguments: a name of {@link
 * UnreadServer}, and the folder that has its key.
 */
final class FullHeapServer {

    static final int LEFT = 1 << 20;
    static final int ASK = -1;

    private static final int TURN_MILLIS = 100;

    private FullHeapServer() {}

    public static void main(String... args) throws Exception {
        ProtobufAcceptorBuilder builder =
                ProtobufAcceptor.builder(ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                        .frameFormat(FrameFormat.varint32())
                        .maxBodyLength(1 << 20)
                        .build());
        if (UnreadServer.valueOf(args[0]) == UnreadServer.LIBRARY_OVER_TLS) {
            builder.tls(new TestKeys(Path.of(args[1])).clientContext("server", "server"));
        }
        ProtobufAcceptor acceptor = builder.build();
        acceptor.setHandler(new Counting());
        acceptor.bind(new InetSocketAddress("127.0.0.1", 0));
        System.out.println(
                "listening on 127.0.0.1:" + acceptor.getLocalAddress().getPort() + " varint32");
        while (true) {
            fill();
            Thread.sleep(TURN_MILLIS);
        }
    }

    /** Until no array of that length is to be had; holds them all for a while, each in the one that came after it. */
    private static void fill() throws InterruptedException {
        Object[] last = {};
        try {
            while (true) {
                Object[] next = new Object[LEFT / Integer.BYTES];
                next[0] = last;
                last = next;
            }
        } catch (OutOfMemoryError e) {
            Thread.sleep(TURN_MILLIS);
        }
        if (last.length == 0) {
            throw new AssertionError("the heap was full before");
        }
    }

    private static final class Counting extends IoHandlerAdapter {

        private final AtomicLong asked = new AtomicLong();
        private final AtomicLong written = new AtomicLong();
        private final AtomicLong failed = new AtomicLong();
        private final AtomicLong outOfMemory = new AtomicLong();

        @Override
        public void messageReceived(IoSession session, Object message) {
            Echo echo = (Echo) message;
            if (echo.getId() == ASK) {
                session.write(counts(session.getService().getManagedSessionCount()));
                return;
            }
            asked.incrementAndGet();
            WriteFuture future = session.write(message);
            future.addListener(done -> (future.isWritten() ? written : failed).incrementAndGet());
        }

        private Echo counts(int sessions) {
            return Echo.newBuilder()
                    .setId(ASK)
                    .setText(asked + " " + written + " " + failed + " " + outOfMemory + " " + sessions)
                    .build();
        }

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            for (Throwable each = cause; each != null; each = each.getCause()) {
                if (each instanceof OutOfMemoryError) {
                    outOfMemory.incrementAndGet();
                    return;
                }
            }
        }
    }
}
