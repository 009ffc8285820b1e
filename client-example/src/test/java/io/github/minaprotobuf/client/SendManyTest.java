package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code send} with several messages, its waits and expectations, and messages of one's own. */
class SendManyTest {

    private static final Path GUIDE = Path.of("src/site/markdown/interop-client.md");

    @TempDir
    private Path folder;

    private static ClientRun send(Supplier<Behaviour> behaviours, String options) throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, behaviours)) {
            return ClientRun.of("send --port " + server.port() + " " + options);
        }
    }

    private static ClientRun send(String options) throws IOException {
        return send(Behaviour::new, options);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void severalMessagesAreSentInTheirOrderAndAnsweredInTheirForm() throws IOException {
        ClientRun run = send("--text id:1 --json {\"id\":\"2\"} --text id:3");

        assertEquals(new ClientRun(0, "id: 1\n{\n  \"id\": \"2\"\n}\nid: 3\n", ""), run);
    }

    @Test
    void linesOfJsonComeBackAsLines() throws IOException {
        Path lines = file("lines", "{\"id\":1}\n\n{\"text\":\"zwei\"}\n{}\n");

        assertEquals(new ClientRun(0, "{\"id\":\"1\"}\n{\"text\":\"zwei\"}\n{}\n", ""), send("--lines " + lines));
    }

    @Test
    void aLineThatIsNoMessageIsNamedByItsNumber() throws IOException {
        Path lines = file("lines", "{\"id\":1}\nid: 2\n");

        ClientRun run = send("--lines " + lines);

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(lines + ", line 2: no object of JSON"), run::err);
    }

    @Test
    void aLineMayNameItsType() throws IOException {
        Path proto = file("ping.proto", pingProto());
        Path lines = file("lines", "{\"@type\":\"demo.Ping\",\"id\":1}\n{\"@type\":\"x/demo.Pong\",\"text\":\"a\"}\n");
        Path ids = file("ids", "1 = demo.Ping\n2 = demo.Pong\n");
        Wire typed = Wire.parse("type:2be,length:4be");
        List<String> types = new ArrayList<>();
        try (TinyEchoServer server = new TinyEchoServer(typed, () -> new Behaviour() {
            @Override
            int readBodyLength(DataInputStream in, int first) throws IOException {
                types.add(Integer.toString(first << 8 | in.readUnsignedByte()));
                return in.readInt();
            }

            @Override
            byte[] header(int bodyLength) {
                return typed.sendingType(types.size()).header(bodyLength);
            }
        })) {
            ClientRun run = ClientRun.of("send --format " + typed + " --lines " + lines + " --proto " + proto
                    + " --types " + ids + " --type demo.Ping --port " + server.port());

            assertEquals("", run.err());
            assertEquals("{\"id\":\"1\"}\n{\"text\":\"a\"}\n", run.out());
            assertEquals(List.of("1", "2"), types);
        }
    }

    @Test
    void rawBytesGoOutAsTheyAre() throws IOException {
        assertEquals(new ClientRun(0, "id: 5\n", ""), send("--hex 020000000805"));
    }

    @Test
    void asManyRepliesAreWaitedForAsAskedFor() throws IOException {
        Supplier<Behaviour> twice = () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                send(body);
                send(body);
            }
        };

        assertEquals("id: 1\n", send(twice, "--text id:1").out());
        assertEquals("id: 1\nid: 1\n", send(twice, "--text id:1 --replies 2").out());
        assertEquals("", send(twice, "--text id:1 --replies 0").out());
        assertEquals(
                "id: 1\nid: 1\n", send(twice, "--text id:1 --until-silence 0.3").out());
        assertEquals(1, send(twice, "--text id:1 --replies 3 --timeout 0.3").exitCode());
    }

    @ParameterizedTest
    @CsvSource({
        "id:1, 0, ''",
        "'{\"id\":\"1\"}', 0, ''",
        "id:2, 1, 'send: reply 1 is not the expected one, id:2\n'",
    })
    void aReplyThatIsNotTheExpectedOneFails(String expected, int exitCode, String err) throws IOException {
        ClientRun run = send("--text id:1 --expect " + expected);

        assertEquals(new ClientRun(exitCode, "id: 1\n", err), run);
    }

    @Test
    void anExpectedReplyThatDoesNotComeFails() throws IOException {
        ClientRun run = send("--text id:1 --until-silence 0.3 --expect id:1 --expect id:1");

        assertEquals(new ClientRun(1, "id: 1\n", "send: 1 of 2 expected replies came\n"), run);
    }

    @Test
    void verboseShowsTheBytesOfBothDirections() throws IOException {
        assertEquals(
                "> header 02 00 00 00\n> body   08 01\n< header 02 00 00 00\n< body   08 01\n",
                send("-v --text id:1").err());
    }

    @Test
    void theGuidesServiceOfOnesOwnWorksAsShown() throws IOException {
        String guide = Files.readString(GUIDE);
        Path proto = file("ping.proto", pingProto());

        ClientRun types = ClientRun.of("list types --proto " + proto);
        ClientRun run = send("--proto " + proto + " --type demo.Ping --reply-type demo.Pong -v --text id:1");

        assertTrue(guide.contains(types.out().indent(4)), types::out);
        assertTrue(guide.contains((run.err() + run.out()).indent(4)), () -> run.err() + run.out());
    }

    /** As the guide shows it. */
    private static String pingProto() throws IOException {
        String guide = Files.readString(GUIDE);
        int start = guide.indexOf("syntax = \"proto3\"");
        return guide.substring(start, guide.indexOf("    $", start)).stripIndent();
    }

    @Test
    void importsAreLookedForInTheFolderOfTheFileOrWhereToldTo() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("b.proto"), "syntax = \"proto3\"; package b; message B {}");
        Path proto = file("a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A { b.B b = 1; }");

        ClientRun without = ClientRun.of("list types --proto " + proto);
        ClientRun with =
                ClientRun.of("list types --proto " + proto + " --proto-path " + folder + " --proto-path " + elsewhere);

        assertEquals(2, without.exitCode());
        assertTrue(without.err().contains("protoc: b.proto: File not found."), without::err);
        assertEquals("A: b\nb.B\n", with.out(), with::err);
    }

    @ParameterizedTest
    @CsvSource({
        "--type demo.Pingg, did you mean 'demo.Ping'?",
        "--type Pong, did you mean 'demo.Pong'?",
        "--type demo.pong, did you mean 'demo.Pong'?",
        "--type demo.Pong --text txt:1, did you mean 'text'?",
        "--type demo.Pong --json {\"tex\":1}, did you mean 'text'?"
    })
    void aNearNameIsSuggested(String options, String suggestion) throws IOException {
        ClientRun run = ClientRun.of("send --proto " + file("ping.proto", pingProto()) + " " + options);

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(suggestion), run::err);
    }

    @Test
    void aNameThatIsNearNoneGetsNoSuggestion() throws IOException {
        ClientRun run = ClientRun.of("send --type nothing.LikeIt --proto " + file("ping.proto", pingProto()));

        assertTrue(run.err().contains("no message type 'nothing.LikeIt'"), run::err);
        assertFalse(run.err().contains("did you mean"), run::err);
    }

    @ParameterizedTest
    @CsvSource({
        "send --type a.B --proto /no/such/x.proto, '/no/such/x.proto: no such folder as /no/such'",
        "send --type a.B --descriptor-set /tmp, /tmp: is a folder",
        "send --proto pom.xml, which of the messages is meant? --type names it",
        "send --lines none.txt, none.txt: no such file",
        "check --types none.txt, none.txt: no such file",
        "check --json /no/such/x.json, cannot write /no/such/x.json: no such folder as /no/such",
        "bench --json /tmp, '--json: cannot write /tmp: is a folder'",
        "check --max-body 64MB, as in 64MiB: did you mean that?"
    })
    void whatIsWrongWithAFileOrASizeIsTold(String commandLine, String told) {
        ClientRun run = ClientRun.of(commandLine);

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(told), run::err);
    }

    @Test
    void benchSendsARequestOfOnesOwnAndTakesWhateverIsAnswered() throws IOException {
        Path proto = file("ping.proto", pingProto());
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                send(new byte[] {8, 99});
            }
        })) {
            String line = "bench --requests 20 --warmup 0.01 --port " + server.port();
            ClientRun own = ClientRun.of(line + " --proto " + proto + " --type demo.Ping --request id:7");
            ClientRun echoes = ClientRun.of(line + " --timeout 1");

            assertEquals(0, own.exitCode(), own::err);
            assertTrue(own.out().contains("1 connection, up to 1 under way on each, a request of 2 bytes"), own::out);
            assertEquals(1, echoes.exitCode(), "they are no echoes");
        }
    }
}
