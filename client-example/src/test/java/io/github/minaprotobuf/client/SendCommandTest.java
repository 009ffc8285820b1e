package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.StructProto;
import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendCommandTest {

    @TempDir
    private Path directory;

    @EachFormat
    void jsonComesBackAsJson(Wire wire) {
        ClientRun run = ClientRun.of("send --json {\"id\":\"7\",\"kind\":\"KIND_PING\"} --format " + wire);

        assertEquals(new ClientRun(0, "{\n  \"id\": \"7\",\n  \"kind\": \"KIND_PING\"\n}\n", ""), run);
    }

    @Test
    void textComesBackAsText() {
        ClientRun run = ClientRun.of("send --text values:[1,-1],text:\"z\u00fcrich\"");

        assertEquals(new ClientRun(0, "text: \"z\u00fcrich\"\nvalues: 1\nvalues: -1\n", ""), run);
    }

    @Test
    void whatWouldMoveTheCursorOrTurnTheWritingIsEscaped() {
        String hostile = "\u001B[2J\u202Eevil";

        assertEquals(
                new ClientRun(0, "text: \"\\u001B[2J\\u202Eevil\"\n", ""),
                ClientRun.of("send --text text:\"" + hostile + "\""));
        ClientRun json = ClientRun.of("send --json {\"text\":\"\\u001b[2J\u202Eevil\"}");
        assertEquals(0, json.exitCode(), json::err);
        assertTrue(json.out().chars().noneMatch(c -> c == 0x1B || c == 0x202E), json::out);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void withoutAnOptionStdinIsTextFormat() {
        assertEquals(new ClientRun(0, "id: 5\n", ""), withStdin("id: 5", "send"));
        assertEquals(new ClientRun(0, "{\n  \"id\": \"5\"\n}\n", ""), withStdin("{\"id\": 5}", "send --json -"));
    }

    @Test
    void aDescriptorSetDescribesAnyOtherMessage() throws IOException {
        Path set = descriptorSet(FileDescriptorSet.newBuilder()
                .addFile(StructProto.getDescriptor().toProto()));

        ClientRun run = overTiny("--json {\"a\":[1,null,\"b\"]} --type google.protobuf.Struct --descriptor-set " + set);

        assertEquals(new ClientRun(0, "{\n  \"a\": [1.0, null, \"b\"]\n}\n", ""), run);
    }

    @Test
    void anAnyIsShownWithWhatItHolds() throws IOException {
        Path set = descriptorSet(FileDescriptorSet.newBuilder()
                .addFile(AnyProto.getDescriptor().toProto())
                .addFile(Echo.getDescriptor().getFile().toProto()));
        String any = "{\"@type\":\"type.googleapis.com/minaprotobuf.example.Echo\",\"text\":\"hi\"}";

        ClientRun run = overTiny("--json " + any + " --type google.protobuf.Any --descriptor-set " + set);

        assertEquals(0, run.exitCode(), run::err);
        assertTrue(run.out().contains("\"text\": \"hi\""), run::out);
    }

    @Test
    void anImportThatTheDescriptorSetLacksIsNamed() throws IOException {
        Path set = descriptorSet(FileDescriptorSet.newBuilder()
                .addFile(AnyProto.getDescriptor().toProto().toBuilder()
                        .setName("mine.proto")
                        .addDependency("missing.proto")));

        ClientRun run = ClientRun.of("send --text id:1 --type mine.M --descriptor-set " + set);

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("mine.proto imports missing.proto"), run::err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json {\"id\":",
                "--json {\"nope\":1}",
                "--text nope:1",
                "--type minaprotobuf.example.Eho --text id:1",
                "--replies 1 --until-silence 1 --text id:1",
                "--hex 0 --replies 0",
                "--descriptor-set /no/such/file --type a.B",
                "--timeout 0 --text id:1"
            })
    void wrongUsageIsToldInALineAndAHint(String options) {
        ClientRun run = ClientRun.of("send " + options);

        assertEquals(2, run.exitCode(), run::err);
        assertEquals("", run.out());
        assertTrue(run.err().endsWith("Try 'interop-client send --help'.\n"), run::err);
    }

    @Test
    void aTypeThatTheDescriptorSetLacksIsNamed() throws IOException {
        Path set = descriptorSet(FileDescriptorSet.newBuilder()
                .addFile(StructProto.getDescriptor().toProto()));

        ClientRun run = ClientRun.of("send --text id:1 --type a.B --descriptor-set " + set);

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("no message type 'a.B' in " + set), run::err);
    }

    @Test
    void noReplyFailsWhenTheTimeRunsOut() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) {}
        })) {
            ClientRun run = ClientRun.of("send --text id:1 --timeout 0.2 --port " + server.port());

            assertEquals(
                    new ClientRun(
                            1,
                            "",
                            "send: no reply within 0.2 s; sent in le32; is the server's format another one?"
                                    + " 'decode --guess' tells it by bytes that the server sends\n"),
                    run);
        }
    }

    @Test
    void aReplyThatIsNoMessageFails() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                send(new byte[] {8});
            }
        })) {
            ClientRun run = ClientRun.of("send --text id:1 --port " + server.port());

            assertEquals(1, run.exitCode());
            assertTrue(run.err().startsWith("send: While parsing a protocol message"), run::err);
        }
    }

    @Test
    void whereNobodyListensItIsUnreachable() {
        assertEquals(3, ClientRun.of("send --text id:1 --port 1").exitCode());
    }

    private Path descriptorSet(FileDescriptorSet.Builder set) throws IOException {
        return Files.write(directory.resolve("set.desc"), set.build().toByteArray());
    }

    /** Against a server that echoes bodies as they are, whatever their type. */
    private static ClientRun overTiny(String options) throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, Behaviour::new)) {
            return ClientRun.of("send --port " + server.port() + " " + options);
        }
    }

    private static ClientRun withStdin(String text, String commandLine) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return ClientRun.of(commandLine);
        } finally {
            System.setIn(before);
        }
    }
}
