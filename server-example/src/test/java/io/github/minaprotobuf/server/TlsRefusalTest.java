package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What fails over TLS is one line on either side, and the server goes on")
@Timeout(60)
class TlsRefusalTest {

    @TempDir
    private static Path folder;

    private static TestKeys keys;

    @BeforeAll
    static void createKeys() throws Exception {
        keys = new TestKeys(folder)
                .create("server")
                .create("client")
                .create("stranger")
                .create("misnamed", "-ext", "san=dns:elsewhere.example")
                .create("authority", "-ext", "bc:c")
                .create("expired")
                .sign("expired", "authority", "-startdate", "-10d", "-validity", "3");
    }

    @Test
    void plain_text_is_refused_with_one_line_and_the_server_goes_on() throws Exception {
        try (ServerProcess server = keys.start("server");
                Client plain = Client.connect(server.address())) {
            plain.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.input().readAllBytes();
            assertLogged(server, 1, "TLS failed: Unrecognized SSL message, plaintext connection?; closing");
            assertStillServes(server, "server");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, Integer.MAX_VALUE})
    void a_client_that_ends_inside_the_handshake_does_not_stay_until_its_timeout(int bytesOfHello) throws Exception {
        byte[] hello = clientHello();
        try (ServerProcess server = keys.start("server", "--frame-timeout", "1h");
                Client cut = Client.connect(server.address())) {
            Duration before = server.cpuTime();
            cut.send(Arrays.copyOf(hello, Math.min(bytesOfHello, hello.length))).halfClose();
            cut.input().readAllBytes(); // a server hello, or nothing
            assertLogged(server, 1, "closed by the peer inside the TLS handshake");
            Duration spent = server.cpuTime().minus(before);
            assertTrue(spent.toMillis() < 2_500, () -> "waits 5 s, and for that takes " + spent + " of CPU");
            assertStillServes(server, "server");
        }
    }

    private static byte[] clientHello() throws Exception {
        SSLEngine engine = keys.clientContext("server", "client").createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clients_without_the_required_certificate_are_told_why_and_logged(String protocol) throws Exception {
        try (ServerProcess server = keys.start("server")) {
            for (String own : new String[] {null, "stranger"}) {
                assertFails(
                        server, keys.clientContext("server", own), protocol, "Received fatal alert: bad_certificate");
            }
            assertLogged(server, 2, "TLS failed: Empty client certificate chain; closing");
            assertStillServes(server, "server");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clients_that_do_not_trust_the_server_are_logged(String protocol) throws Exception {
        try (ServerProcess server = keys.start("server")) {
            assertFails(server, keys.clientContext("stranger", "client"), protocol, "PKIX path building failed");
            assertLogged(server, 1, "TLS failed: Received fatal alert: certificate_unknown; closing");
            assertStillServes(server, "server");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clients_that_miss_the_name_in_the_certificate_are_logged(String protocol) throws Exception {
        try (ServerProcess server = keys.start("misnamed")) {
            assertFails(
                    server,
                    keys.clientContext("misnamed", "client"),
                    protocol,
                    "No subject alternative DNS name matching localhost found");
            assertLogged(server, 1, "TLS failed: Received fatal alert: certificate_unknown; closing");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, certificate_expired", "TLSv1.3, certificate_unknown"}) // as the JDK's clients put it
    void clients_that_find_the_certificate_expired_are_logged(String protocol, String alert) throws Exception {
        try (ServerProcess server = keys.start("expired")) {
            assertFails(server, keys.clientContext("authority", "client"), protocol, "validity check failed");
            assertLogged(server, 1, "TLS failed: Received fatal alert: " + alert + "; closing");
        }
    }

    private static Client connect(ServerProcess server, SSLContext context, String protocol) throws IOException {
        SSLSocket socket = TlsTest.secure(
                context,
                new Socket(server.address().getAddress(), server.address().getPort()),
                protocol);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return new Client(socket);
    }

    private static void assertFails(ServerProcess server, SSLContext context, String protocol, String reason)
            throws IOException {
        try (Client client = connect(server, context, protocol)) {
            SSLException e = assertThrows(SSLException.class, () -> TlsTest.requireReply(client));
            assertTrue(e.getMessage().contains(reason), e.getMessage());
        }
    }

    /** So many lines about sessions, all of them so. */
    private static void assertLogged(ServerProcess server, int lines, String text) throws Exception {
        Await.until("a line for each", () -> server.log("session").size() >= lines);
        assertEquals(lines, server.log("session").size(), () -> log(server));
        assertEquals(lines, server.log(text).size(), () -> log(server));
    }

    private static void assertStillServes(ServerProcess server, String name) throws Exception {
        try (Client client = connect(server, keys.clientContext(name, "client"), "TLSv1.3")) {
            assertEquals(message(1), client.exchange(message(1)));
        }
    }

    private static String log(ServerProcess server) {
        try {
            return String.join("\n", server.log());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
