package io.github.minaprotobuf.transport;

import static io.github.minaprotobuf.transport.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.TestCertificates;
import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A drain ends at its timeout, whatever a handler does")
@Timeout(60)
class DrainDeadlineTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Sample BLOCKING = message(13);

    private enum Callback {
        RECEIVED,
        SENT
    }

    @TempDir
    private static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void createKeys() throws Exception {
        context = TestCertificates.contextIn(folder);
    }

    /** Echoes, but that one message keeps it inside of one of its methods until it is told to go on. */
    private static final class BlockingHandler extends IoHandlerAdapter {
        private final Callback where;
        private final CompletableFuture<IoSession> blocked = new CompletableFuture<>();
        private final CountDownLatch goOn = new CountDownLatch(1);

        BlockingHandler(Callback where) {
            this.where = where;
        }

        @Override
        public void messageReceived(IoSession session, Object message) throws Exception {
            session.write(message);
            blockIf(Callback.RECEIVED, session, message);
        }

        @Override
        public void messageSent(IoSession session, Object message) throws Exception {
            blockIf(Callback.SENT, session, message);
        }

        private void blockIf(Callback here, IoSession session, Object message) throws InterruptedException {
            if (where == here && message.equals(BLOCKING)) {
                blocked.complete(session);
                goOn.await();
            }
        }
    }

    private static Client connect(ProtobufAcceptor acceptor, boolean tls) throws IOException {
        InetSocketAddress address = acceptor.getLocalAddress();
        Socket plain = new Socket(address.getAddress(), address.getPort());
        return new Client(tls ? TlsTest.secure(context, plain, "TLSv1.3") : plain);
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @CsvSource({"RECEIVED, false", "RECEIVED, true", "SENT, false", "SENT, true"})
    void a_handler_that_does_not_return_keeps_its_own_session_and_nobody_else(Callback where, boolean tls)
            throws Exception {
        BlockingHandler handler = new BlockingHandler(where);
        ProtobufAcceptorBuilder settings =
                ProtobufAcceptor.builder(EchoAcceptor.codec()).ioThreads(2);
        Optional.of(context).filter(secured -> tls).ifPresent(settings::tls);
        ProtobufAcceptor acceptor = settings.build();
        acceptor.setHandler(handler);
        acceptor.bind(new InetSocketAddress("127.0.0.1", 0));
        try (Client slow = connect(acceptor, tls);
                Client idle = connect(acceptor, tls)) { // MINA gives it to the other I/O thread
            slow.exchange(message(1));
            idle.exchange(message(1));
            slow.send(BLOCKING);
            IoSession session = handler.blocked.get(20, TimeUnit.SECONDS);

            CompletableFuture<List<IoSession>> drained = CompletableFuture.supplyAsync(() -> acceptor.drain(TIMEOUT));

            assertTrue(idle.isClosedByServer());
            idle.socket().close();
            assertEquals(List.of(session), drained.get(TIMEOUT.plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS));
            assertFalse(session.isClosing());
            handler.goOn.countDown(); // a TLS client that closes waits for the server
        } finally {
            handler.goOn.countDown();
            acceptor.close();
        }
    }
}
