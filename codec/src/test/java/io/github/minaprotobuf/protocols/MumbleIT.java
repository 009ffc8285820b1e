package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.TypedBytes;
import io.github.minaprotobuf.protocols.mumble.Ping;
import io.github.minaprotobuf.protocols.mumble.Reject;
import io.github.minaprotobuf.protocols.mumble.TextMessage;
import io.github.minaprotobuf.protocols.mumble.UserState;
import io.github.minaprotobuf.protocols.mumble.Version;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two clients of a Mumble server")
@Timeout(60)
class MumbleIT {

    @TempDir
    private static Path folder;

    private static ExternalProgram server;
    private static InetSocketAddress address;

    @RegisterExtension
    static final TestExecutionExceptionHandler SHOW_OUTPUT = (test, failure) -> {
        throw server.explain(failure);
    };

    private MumbleClient alice;
    private MumbleClient bob;

    @BeforeAll
    static void startTheServer() throws Exception {
        String program = ExternalProgram.require("mumble-server", "murmurd");
        address = new InetSocketAddress("127.0.0.1", ExternalProgram.unusedPort());
        Path configuration = folder.resolve("mumble-server.ini");
        // No logfile: to stderr. Without uname, a server of root's becomes another user, who may not write here. By
        // default it bans whom it has seen ten times, and first measures how many iterations it can do.
        Files.writeString(configuration, """
                host=127.0.0.1
                port=%d
                database=%s
                logfile=
                uname=%s
                bonjour=false
                autobanAttempts=0
                kdfiterations=1000
                """.formatted(
                        address.getPort(), folder.resolve("server.sqlite"), System.getProperty("user.name")));
        server = ExternalProgram.start(folder, program, "-fg", "-ini", configuration.toString());
        server.awaitOutput("Server listening on 127.0.0.1:" + address.getPort());
    }

    @AfterAll
    static void stopTheServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        alice = new MumbleClient(address);
        bob = new MumbleClient(address);
    }

    @AfterEach
    void disconnect_and_have_rejected_no_frame() {
        alice.close();
        bob.close();
        assertEquals(0, alice.statistics().framesRejected());
        assertEquals(0, bob.statistics().framesRejected());
    }

    @Test
    void the_server_says_its_version() throws Exception {
        assertTrue(alice.receive(Version.class).getVersionV1() >= MumbleClient.VERSION_1_3);
        assertTrue(bob.receive(Version.class).hasRelease());
    }

    @Test
    void both_log_in_and_the_first_sees_the_second_come() throws Exception {
        int alicesSession = alice.logIn("alice");
        int bobsSession = bob.logIn("bob");
        assertNotEquals(alicesSession, bobsSession);
        UserState arrival = alice.receive(UserState.class);
        assertEquals("bob", arrival.getName());
        assertEquals(bobsSession, arrival.getSession());
    }

    @Test
    void a_name_that_the_server_does_not_allow_is_rejected_with_the_reason() throws Exception {
        alice.introduce("no/name");
        assertEquals(
                Reject.RejectType.InvalidUsername, alice.receive(Reject.class).getType());
        assertTrue(alice.isClosedByServer());
    }

    @Test
    void a_ping_comes_back_with_its_timestamp() throws Exception {
        alice.logIn("alice");
        long timestamp = -2; // a varint of ten bytes: it is unsigned
        alice.send(Ping.newBuilder().setTimestamp(timestamp));
        assertEquals(timestamp, alice.receive(Ping.class).getTimestamp());
    }

    @Test
    void a_text_message_goes_from_one_to_the_other() throws Exception {
        int alicesSession = alice.logIn("alice");
        int bobsSession = bob.logIn("bob");
        String text = "Grüße ".repeat(500);
        alice.send(TextMessage.newBuilder().addSession(bobsSession).setMessage(text));
        TextMessage received = bob.receive(TextMessage.class);
        assertEquals(text.strip(), received.getMessage().strip());
        assertEquals(alicesSession, received.getActor());
    }

    /** A frame whose body is no protobuf: a packet of Mumble's own, as it would go by UDP. */
    @Test
    void voice_in_the_tunnel_goes_from_one_to_the_other() throws Exception {
        alice.logIn("alice");
        bob.logIn("bob");
        ByteString opus = ByteString.copyFromUtf8("sounds of Opus");
        ByteString header =
                ByteString.copyFrom(new byte[] {(byte) 0x80, 0, (byte) opus.size()}); // kind, number, length
        alice.send(TypedBytes.of(MumbleClient.UDP_TUNNEL, header.concat(opus)));
        TypedBytes heard = bob.receive(TypedBytes.class);
        assertEquals(MumbleClient.UDP_TUNNEL, heard.type());
        assertTrue(heard.bytes().endsWith(opus), heard::toString);
    }
}
