package io.github.minaprotobuf.ecosystem;

import com.example.Echo;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSocketConnector;

/** A client of plain MINA and this codec, on a real socket. */
final class EchoClient implements AutoCloseable {

    private final NioSocketConnector connector = new NioSocketConnector(1);
    private final BlockingQueue<Echo> replies = new LinkedBlockingQueue<>();
    private final IoSession session;

    EchoClient(SocketAddress server) {
        this(server, FrameFormat.littleEndian32());
    }

    EchoClient(SocketAddress server, FrameFormat format) {
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                .frameFormat(format)
                .build();
        connector.getFilterChain().addLast("protobuf", new ProtocolCodecFilter(codec));
        connector.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                replies.add((Echo) message);
            }
        });
        session = connector.connect(server).awaitUninterruptibly().getSession();
    }

    static Echo echo(String text) {
        return Echo.newBuilder().setText(text).build();
    }

    EchoClient send(Echo message) {
        session.write(message);
        return this;
    }

    /** From now on takes nothing of what the server sends. */
    EchoClient stopReading() {
        session.suspendRead();
        return this;
    }

    /** Sends bytes as they are: MINA's filter takes what is a buffer for encoded. */
    EchoClient sendBytes(byte... bytes) {
        session.write(IoBuffer.wrap(bytes)).awaitUninterruptibly();
        return this;
    }

    /** The next reply; waits for it. */
    Echo reply() throws InterruptedException {
        Echo reply = replies.poll(20, TimeUnit.SECONDS);
        if (reply == null) {
            throw new AssertionError("no reply; connected: " + session.isConnected());
        }
        return reply;
    }

    List<Echo> replies(int count) throws InterruptedException {
        List<Echo> received = new ArrayList<>();
        while (received.size() < count) {
            received.add(reply());
        }
        return received;
    }

    Echo ask(String text) throws InterruptedException {
        return send(echo(text)).reply();
    }

    /** Whether the server closes the connection without another reply; waits for it. */
    boolean isClosedWithoutReply() {
        return session.getCloseFuture().awaitUninterruptibly(20, TimeUnit.SECONDS) && replies.isEmpty();
    }

    @Override
    public void close() {
        connector.dispose(true);
    }
}
