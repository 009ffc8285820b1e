package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.codec.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A connection of TLS 1.3 outlives its keys")
class TlsKeyLimitTest {

    private static final int REPLY = 4_000;
    private static final int REPLIES = 1_500;

    /** In a JVM of its own, as the JDK reads the limit once: 1 MiB here, 128 GiB where nobody says. */
    @Test
    @Timeout(60)
    void that_may_encrypt_only_so_much(@TempDir Path folder) throws Exception {
        Path limits = Files.writeString(
                folder.resolve("security"),
                "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^20, ChaCha20-Poly1305 KeyUpdate 2^20\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.security.properties=" + limits,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongConnection.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals(REPLIES * REPLY + " bytes came", output.lines().toList().get(0), output);
    }

    /** A server whose replies come to several limits, and its client. */
    static final class LongConnection {

        private LongConnection() {}

        public static void main(String... args) throws Exception {
            SSLContext context = TestCertificates.contextIn(Path.of(args[0]));
            NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
            acceptor.getFilterChain().addLast("tls", new TlsFilter(context));
            acceptor.setHandler(new IoHandlerAdapter() {
                @Override
                public void messageReceived(IoSession session, Object message) {
                    session.write(IoBuffer.wrap(new byte[REPLY]));
                }
            });
            acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            long came = 0;
            try (SSLSocket client = (SSLSocket) context.getSocketFactory()
                    .createSocket(
                            InetAddress.getLoopbackAddress(),
                            acceptor.getLocalAddress().getPort())) {
                client.setSoTimeout(20_000);
                for (int i = 0; i < REPLIES; i++) {
                    client.getOutputStream().write(1);
                    came += client.getInputStream().readNBytes(REPLY).length;
                }
            } finally {
                acceptor.dispose();
            }
            System.out.println(came + " bytes came");
        }
    }
}
