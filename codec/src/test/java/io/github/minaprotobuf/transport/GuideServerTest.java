package io.github.minaprotobuf.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.example.Echo;
import io.github.minaprotobuf.codec.Guide;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.TestCertificates;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketConnector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The client over TLS in server.md")
@Timeout(60)
class GuideServerTest {

    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();

    @TempDir
    private static Path folder;

    private static SSLContext context;
    private static Class<?> client;

    @BeforeAll
    static void compileTheClient() throws Exception {
        context = TestCertificates.contextIn(folder);
        client = Guide.named("server.md").compile(folder).load("TlsClient");
    }

    @Test
    void gets_its_echo_from_a_server_whose_certificate_has_the_name() throws Exception {
        assertEquals(HI, whatComesFrom("localhost"));
    }

    @Test
    void refuses_a_server_whose_certificate_has_another_name() throws Exception {
        assertInstanceOf(SSLException.class, whatComesFrom("example.org"));
    }

    /** The first message or exception after an {@code Echo} was sent to a server whose certificate is for localhost. */
    private static Object whatComesFrom(String name) throws Exception {
        ProtobufCodecFactory codec = ProtobufCodecFactory.of(Echo.getDefaultInstance());
        CompletableFuture<Object> first = new CompletableFuture<>();
        NioSocketConnector connector = (NioSocketConnector)
                client.getMethod("connectorTo", String.class, SSLContext.class).invoke(null, name, context);
        connector.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                first.complete(message);
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                first.complete(cause);
            }
        });
        try (EchoAcceptor server = EchoAcceptor.start(codec, secured -> secured.tls(context))) {
            connector
                    .connect(server.address())
                    .awaitUninterruptibly()
                    .getSession()
                    .write(HI);
            return first.get(20, TimeUnit.SECONDS);
        } finally {
            connector.dispose();
        }
    }
}
