package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.server.TlsSettings.ClientAuth;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of the echo server's TLS")
@Timeout(60)
class TlsTest {

    @TempDir
    private static Path folder;

    private static TestKeys keys;

    @BeforeAll
    static void createKeys() throws Exception {
        keys = new TestKeys(folder).create("server").create("client").create("stranger");
    }

    private static EchoServerBuilder server(ClientAuth clientAuth) {
        return EchoServer.builder()
                .format(WireFormat.VARINT32)
                .tls(keys.settings("server", clientAuth, clientAuth == ClientAuth.NONE ? null : "client"));
    }

    static SSLSocket secure(SSLContext context, Socket plain, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    static void requireReply(Client client) throws IOException {
        if (client.exchange(message(1)) == null) {
            throw new IOException("closed without a reply");
        }
    }

    @Test
    void a_client_certificate_is_asked_for_and_verified() throws Exception {
        try (EchoServer server = server(ClientAuth.NEED).start()) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                for (String own : new String[] {"client", "stranger", null}) {
                    Socket plain = new Socket(
                            server.address().getAddress(), server.address().getPort());
                    try (Client client = new Client(secure(keys.clientContext("server", own), plain, protocol))) {
                        if ("client".equals(own)) {
                            assertEquals(message(1), client.exchange(message(1)));
                        } else {
                            assertThrows(IOException.class, () -> requireReply(client), protocol + " " + own);
                        }
                    }
                }
            }
        }
    }

    @Test
    void a_password_that_does_not_open_the_keystore_is_told_with_the_file_and_not_the_password() {
        TlsSettings wrong = new TlsSettings(
                keys.keystore("server"),
                "a wrong one",
                ClientAuth.NONE,
                Optional.empty(),
                TlsSettings.DEFAULT_VERSIONS);
        IOException e = assertThrows(
                IOException.class, () -> EchoServer.builder().tls(wrong).start());
        assertTrue(e.getMessage().contains("server.p12"), e.getMessage());
        assertTrue(!(e.getMessage() + wrong).contains("a wrong one"), e.getMessage());
    }
}
