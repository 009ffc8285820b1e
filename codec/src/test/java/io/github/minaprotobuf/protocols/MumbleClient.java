package io.github.minaprotobuf.protocols;

import com.google.protobuf.Message;
import io.github.minaprotobuf.codec.CodecStatistics;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.codec.TypedBytes;
import io.github.minaprotobuf.filter.TlsFilter;
import io.github.minaprotobuf.protocols.mumble.Authenticate;
import io.github.minaprotobuf.protocols.mumble.ChannelRemove;
import io.github.minaprotobuf.protocols.mumble.ChannelState;
import io.github.minaprotobuf.protocols.mumble.CodecVersion;
import io.github.minaprotobuf.protocols.mumble.CryptSetup;
import io.github.minaprotobuf.protocols.mumble.PermissionDenied;
import io.github.minaprotobuf.protocols.mumble.PermissionQuery;
import io.github.minaprotobuf.protocols.mumble.Ping;
import io.github.minaprotobuf.protocols.mumble.Reject;
import io.github.minaprotobuf.protocols.mumble.ServerConfig;
import io.github.minaprotobuf.protocols.mumble.ServerSync;
import io.github.minaprotobuf.protocols.mumble.SuggestConfig;
import io.github.minaprotobuf.protocols.mumble.TextMessage;
import io.github.minaprotobuf.protocols.mumble.UserRemove;
import io.github.minaprotobuf.protocols.mumble.UserState;
import io.github.minaprotobuf.protocols.mumble.Version;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketConnector;

/** A client of Mumble's control channel: TLS, and in it frames of a type, a length and a message. */
final class MumbleClient implements AutoCloseable {

    static final int UDP_TUNNEL = 1;

    static final int VERSION_1_3 = 0x1_03_00;

    private static final FrameFormat FORMAT = FrameFormat.builder()
            .fixedType(2, ByteOrder.BIG_ENDIAN)
            .fixedLength(4, ByteOrder.BIG_ENDIAN)
            .build();

    private static final MessageTypes TYPES = MessageTypes.builder()
            .type(0, Version.getDefaultInstance())
            .bytes(UDP_TUNNEL)
            .type(2, Authenticate.getDefaultInstance())
            .type(3, Ping.getDefaultInstance())
            .type(4, Reject.getDefaultInstance())
            .type(5, ServerSync.getDefaultInstance())
            .type(6, ChannelRemove.getDefaultInstance())
            .type(7, ChannelState.getDefaultInstance())
            .type(8, UserRemove.getDefaultInstance())
            .type(9, UserState.getDefaultInstance())
            .type(11, TextMessage.getDefaultInstance())
            .type(12, PermissionDenied.getDefaultInstance())
            .type(15, CryptSetup.getDefaultInstance())
            .type(20, PermissionQuery.getDefaultInstance())
            .type(21, CodecVersion.getDefaultInstance())
            .type(24, ServerConfig.getDefaultInstance())
            .type(25, SuggestConfig.getDefaultInstance())
            .build();

    private final ProtobufCodecFactory codec =
            ProtobufCodecFactory.builder(TYPES).frameFormat(FORMAT).build();
    private final NioSocketConnector connector = new NioSocketConnector(1);
    private final Arrivals arrivals = new Arrivals();
    private final IoSession session;

    MumbleClient(InetSocketAddress server) throws GeneralSecurityException {
        connector.getFilterChain().addLast("tls", new TlsFilter(trustingAnybody()));
        connector.getFilterChain().addLast("protobuf", new ProtobufCodecFilter(codec));
        connector.setHandler(arrivals);
        session = connector.connect(server).awaitUninterruptibly().getSession();
    }

    /** The server makes a key of its own at its first start; Mumble's clients ask their user whether to trust it. */
    private static SSLContext trustingAnybody() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAnybody()}, null);
        return context;
    }

    /** {@return the session id that the server gave} */
    int logIn(String name) throws InterruptedException {
        introduce(name);
        return receive(ServerSync.class).getSession();
    }

    void introduce(String name) {
        send(Version.newBuilder().setVersionV1(VERSION_1_3).setRelease("mina-protobuf"));
        send(Authenticate.newBuilder().setUsername(name).setOpus(true));
    }

    void send(Message.Builder message) {
        session.write(message.build());
    }

    void send(TypedBytes body) {
        session.write(body);
    }

    /** The next message of that type, which it waits for; others before it are passed over. */
    <M> M receive(Class<M> type) throws InterruptedException {
        return arrivals.next(type);
    }

    /** Whether the server closes the connection; waits for it. */
    boolean isClosedByServer() throws InterruptedException {
        return session.getCloseFuture().await(10, TimeUnit.SECONDS);
    }

    CodecStatistics statistics() {
        return codec.statistics();
    }

    @Override
    public void close() {
        connector.dispose(true);
    }

    private static final class TrustAnybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
