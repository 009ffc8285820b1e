package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_certificate_is_asked_for_and_verified(String protocol) throws Exception {
        try (ServerProcess server = keys.start("server")) {
            for (String own : new String[] {"client", "stranger", null}) {
                Socket plain = new Socket(
                        server.address().getAddress(), server.address().getPort());
                try (Client client = new Client(secure(keys.clientContext("server", own), plain, protocol))) {
                    if ("client".equals(own)) {
                        assertEquals(message(1), client.exchange(message(1)));
                    } else {
                        assertThrows(IOException.class, () -> requireReply(client), own);
                    }
                }
            }
        }
    }

    @Test
    void a_password_that_does_not_open_the_keystore_is_told_with_the_file_and_not_the_password() throws Exception {
        String keystore = keys.keystore("server").toString();
        Path wrong = Files.writeString(folder.resolve("wrong"), "a wrong one");
        IOException e = assertThrows(
                IOException.class,
                () -> ServerProcess.start("--tls-keystore", keystore, "--tls-password-file", wrong.toString())
                        .close());
        assertTrue(e.getMessage().contains("cannot open the keystore " + keystore), e.getMessage());
        assertFalse(e.getMessage().contains("a wrong one"), e.getMessage());
    }
}
