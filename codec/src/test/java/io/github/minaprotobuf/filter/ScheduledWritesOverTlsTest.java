package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.StringValue;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.codec.TestCertificates;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.ssl.SslFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Below TLS, MINA's counters of scheduled writes are 0 again, of the session and of its service, when")
@Timeout(60)
class ScheduledWritesOverTlsTest {

    private static SSLContext context;

    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
    private final Counters counters = new Counters(acceptor);
    private final BlockingQueue<IoSession> sessions = new LinkedBlockingQueue<>();

    @BeforeAll
    static void keys(@TempDir Path folder) throws Exception {
        context = TestCertificates.contextIn(folder);
    }

    @AfterEach
    void stop() {
        acceptor.dispose(true);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, OF_MINA",
        "TLSv1.2, OF_THIS_LIBRARY",
        "TLSv1.3, OF_MINA",
        "TLSv1.3, OF_THIS_LIBRARY",
    })
    void all_is_done(String protocol, Codec codec) throws Exception {
        bind(codec);
        for (String text : new String[] {"short", "of several records".repeat(10_000)}) {
            IoSession session;
            try (SSLSocket client = connect(protocol)) {
                echo(client, text);
                session = sessions.take();
                counters.awaitZero(session); // amid the conversation
            }
            session.getCloseFuture().awaitUninterruptibly();
            counters.awaitZero(session);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, OF_MINA",
        "TLSv1.2, OF_THIS_LIBRARY",
        "TLSv1.3, OF_MINA",
        "TLSv1.3, OF_THIS_LIBRARY",
    })
    void a_session_is_closed_amid_a_reply(String protocol, Codec codec) throws Exception {
        bind(codec);
        try (SSLSocket client = connect(protocol)) {
            echo(client, "short");
            IoSession session = sessions.take();
            session.write(StringValue.of("more than sockets hold".repeat(1 << 20)));
            session.closeNow().awaitUninterruptibly();
            counters.awaitZero(session);
        }
    }

    private enum Codec {
        OF_MINA {
            @Override
            ProtocolCodecFilter of(ProtobufCodecFactory codec) {
                return new ProtocolCodecFilter(codec);
            }
        },
        OF_THIS_LIBRARY {
            @Override
            ProtocolCodecFilter of(ProtobufCodecFactory codec) {
                return new ProtobufCodecFilter(codec);
            }
        };

        abstract ProtocolCodecFilter of(ProtobufCodecFactory codec);
    }

    private void bind(Codec codec) throws Exception {
        acceptor.getFilterChain().addLast("coalesce", new WriteCoalescingFilter());
        acceptor.getFilterChain().addLast("ssl", new SslFilter(context));
        acceptor.getFilterChain()
                .addLast("protobuf", codec.of(ProtobufCodecFactory.of(StringValue.getDefaultInstance())));
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void sessionOpened(IoSession session) {
                sessions.add(session);
            }

            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                session.closeNow();
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private SSLSocket connect(String protocol) throws Exception {
        SSLSocket client = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(),
                        acceptor.getLocalAddress().getPort());
        client.setSoTimeout(20_000);
        client.setEnabledProtocols(new String[] {protocol});
        return client;
    }

    private static void echo(SSLSocket client, String text) throws Exception {
        byte[] body = StringValue.of(text).toByteArray();
        OutputStream out = client.getOutputStream();
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(body.length)
                .array());
        out.write(body);
        out.flush();
        assertEquals(4 + body.length, client.getInputStream().readNBytes(4 + body.length).length);
    }
}
