package io.github.minaprotobuf.server;

import static io.github.minaprotobuf.server.Client.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One test for each row of the table in the library's guide {@code server.md}, but TLS's. For any server in a heap of 64 MiB
 * that speaks varint32, with at
 * most 1 MiB a frame, 500 ms for it, 50 connections, and 20 errors.
 */
@Timeout(60)
abstract class HostilePeers {

    private ServerProcess server;
    private Client sound;

    abstract ServerProcess startServer() throws IOException;

    /** What the server has to say of it. */
    abstract void assertLogged(String text) throws Exception;

    abstract void assertNotLogged(String text) throws IOException;

    /** At most so many lines of that kind. */
    abstract void assertLogIsShort(String text, int lines) throws IOException;

    final ServerProcess server() {
        return server;
    }

    @BeforeEach
    void start() throws IOException {
        server = startServer();
        sound = Client.connect(server.address());
    }

    @AfterEach
    void theServerGoesOn() throws IOException {
        try {
            assertEquals(message(1), sound.exchange(message(1)));
        } finally {
            sound.close();
            server.close();
        }
    }

    private Client hostile() throws IOException {
        return Client.connect(server.address());
    }

    private void assertClosed(Client client) throws IOException {
        assertTrue(client.isClosedByServer());
    }

    @Test
    void a_short_HTTP_request_is_a_frame_that_does_not_end() throws Exception {
        sendHttp("");
        assertNotLogged("not a valid message");
    }

    @Test
    void a_longer_HTTP_request_is_frames_that_are_no_messages_and_one_that_does_not_end() throws Exception {
        sendHttp("User-Agent: curl/7.88.1\r\nAccept: */*\r\n");
        assertLogged("body of 71 bytes is not a valid message");
    }

    private void sendHttp(String headers) throws Exception {
        try (Client http = hostile()) {
            String request = "GET /secret HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
            http.send(request.getBytes(StandardCharsets.US_ASCII));
            assertClosed(http);
            assertLogged("did not end within 500ms; closing");
            assertNotLogged("secret");
        }
    }

    @Test
    void a_TLS_hello_to_the_plain_port_is_wrong_frames_and_ends_its_connection() throws Exception {
        Socket plain =
                new Socket(server.address().getAddress(), server.address().getPort());
        try (SSLSocket tls =
                (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(plain, "localhost", 0, true)) {
            // Where the hello's random bytes happen to end with a frame, the server waits for the next one.
            tls.setSoTimeout(5_000);
            assertThrows(
                    IOException.class, tls::startHandshake); // at a timeout, or at an echo of what looks like a frame
            assertLogged("127.0.0.1:" + plain.getLocalPort() + ": body of 22 bytes is not a valid message");
        }
    }

    @Test
    void random_bytes_end_their_connection() throws Exception {
        byte[] noise = new byte[64 << 10];
        new Random(5).nextBytes(noise);
        try (Client random = hostile()) {
            random.send(noise);
            while (!random.isClosedByServer()) {
                // Noise can hold messages; each is answered.
            }
            assertLogged("closing");
        }
    }

    @Test
    void a_varint_without_an_end_is_closed_at_its_sixth_byte() throws Exception {
        try (Client endless = hostile()) {
            endless.send(new byte[] {-1, -1, -1, -1, -1, -1});
            assertClosed(endless);
            assertLogged("; closing");
        }
    }

    @Test
    void a_declared_length_past_the_limit_allocates_nothing_and_is_told_at_once() throws Exception {
        try (Client huge = hostile()) {
            huge.send(new byte[] {-1, -1, -1, -1, 0x0F}); // 2^32 - 1
            assertLogged("4294967295");
            assertClosed(huge);
        }
    }

    @Test
    void a_slow_drip_is_closed_at_the_frame_timeout() throws Exception {
        try (Client drip = hostile()) {
            drip.send((byte) 100);
            assertThrows(SocketException.class, () -> {
                for (int i = 0; i < 100; i++) {
                    Thread.sleep(20);
                    drip.send((byte) 8);
                }
            });
            assertLogged("a frame did not end within 500ms; closing");
        }
    }

    @Test
    void of_a_flood_of_connections_those_over_the_limit_are_closed_and_few_are_logged() throws Exception {
        List<Client> flood = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            flood.add(hostile());
        }
        assertClosed(flood.get(499));
        for (Client each : flood) {
            each.close();
        }
        assertLogged("refused: 50 connections open, the limit");
        assertLogIsShort("refused", 3 * LogWindow.LINES_OF_ONE);
    }

    /** Each read holds replies for some 40 MiB of objects. */
    @Test
    void small_frames_whose_replies_are_not_read_wait_and_are_all_answered_once_they_are() throws Exception {
        byte[] emptyFrames = new byte[128 << 10];
        try (SlowReaders unread = new SlowReaders(server.address(), 20, emptyFrames)) {
            for (int i = 0; i < 100; i++) {
                assertEquals(message(i), sound.exchange(message(i)));
            }
            unread.read().get(50, TimeUnit.SECONDS);
        }
        assertNotLogged("OutOfMemory");
    }

    @Test
    void a_flood_of_wrong_frames_ends_its_connection_and_is_not_logged_line_by_line() throws Exception {
        ByteArrayOutputStream wrong = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            wrong.writeBytes(new byte[] {1, 0});
        }
        try (Client flood = hostile()) {
            flood.send(wrong.toByteArray());
            assertClosed(flood);
            assertLogIsShort("session", LogWindow.LINES_OF_ONE);
        }
    }
}
