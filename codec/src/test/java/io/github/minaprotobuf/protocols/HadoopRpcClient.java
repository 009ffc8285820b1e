package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.protocols.hadoop.IpcConnectionContext;
import io.github.minaprotobuf.protocols.hadoop.RequestHeader;
import io.github.minaprotobuf.protocols.hadoop.RpcKind;
import io.github.minaprotobuf.protocols.hadoop.RpcRequestHeader;
import io.github.minaprotobuf.protocols.hadoop.UserInformation;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketConnector;

/** A client of Hadoop's RPC, for one of its protocols. */
final class HadoopRpcClient extends IoHandlerAdapter implements AutoCloseable {

    /** The magic; version 9; service class 0; no authentication. */
    private static final byte[] PROLOGUE = {'h', 'r', 'p', 'c', 9, 0, 0};

    /** The id of a call that is none: it says who calls what. */
    private static final int CONTEXT = -3;

    private static final ByteString CLIENT_ID = ByteString.copyFromUtf8("sixteen bytes id");

    private final ProtobufCodecFactory codec = ProtobufCodecFactory.builder(new HadoopRpcBody())
            .frameFormat(FrameFormat.bigEndian32())
            .build();

    private final NioSocketConnector connector = new NioSocketConnector(1);
    private final BlockingQueue<HadoopRpcBody.Reply> replies = new LinkedBlockingQueue<>();
    private final List<Throwable> exceptions = new CopyOnWriteArrayList<>();
    private final String protocol;
    private final IoSession session;

    HadoopRpcClient(SocketAddress server, String protocol) {
        this.protocol = protocol;
        connector.getFilterChain().addLast("protobuf", new ProtobufCodecFilter(codec));
        connector.setHandler(this);
        session = connector.connect(server).awaitUninterruptibly().getSession();
        session.write(IoBuffer.wrap(PROLOGUE)); // passes the codec by
        write(
                CONTEXT,
                IpcConnectionContext.newBuilder()
                        .setUserInfo(UserInformation.newBuilder().setEffectiveUser("joe"))
                        .setProtocol(protocol)
                        .build());
    }

    /** Calls, and does not wait. */
    HadoopRpcClient call(int id, String method, MessageLite argument) {
        RequestHeader request = RequestHeader.newBuilder()
                .setMethodName(method)
                .setDeclaringClassProtocolName(protocol)
                .setClientProtocolVersion(1)
                .build();
        write(id, request, argument);
        return this;
    }

    private void write(int id, MessageLite... messages) {
        RpcRequestHeader header = RpcRequestHeader.newBuilder()
                .setRpcKind(RpcKind.RPC_PROTOCOL_BUFFER)
                .setRpcOp(RpcRequestHeader.Operation.RPC_FINAL_PACKET)
                .setCallId(id)
                .setClientId(CLIENT_ID)
                .build();
        session.write(new HadoopRpcBody.Request(
                Stream.concat(Stream.of(header), Stream.of(messages)).toList()));
    }

    /** The next reply; waits for it. */
    HadoopRpcBody.Reply reply() throws InterruptedException {
        HadoopRpcBody.Reply reply = replies.poll(20, TimeUnit.SECONDS);
        if (reply == null) {
            throw new AssertionError("no reply; connected: " + session.isConnected() + ", exceptions: " + exceptions);
        }
        return reply;
    }

    void assertNothingWasWrong() {
        assertEquals(List.of(), exceptions);
        assertEquals(0, codec.statistics().framesRejected());
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        replies.add((HadoopRpcBody.Reply) message);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        exceptions.add(cause);
    }

    @Override
    public void close() {
        session.closeNow();
        connector.dispose(true);
    }
}
