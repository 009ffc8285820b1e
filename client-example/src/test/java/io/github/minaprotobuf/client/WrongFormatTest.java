package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong {@code --format}, or a server of another protocol, is named. */
@Execution(ExecutionMode.CONCURRENT)
class WrongFormatTest {

    private static final Path GUIDE = Path.of("src/site/markdown/interop-client.md");

    private static ClientRun run(ProtobufAcceptor server, String commandLine) {
        return ClientRun.of(commandLine + " --port " + server.getLocalAddress().getPort());
    }

    @Test
    void sendAndCheckNameTheFormatAsTheGuideShows() throws IOException {
        String guide = Files.readString(GUIDE, StandardCharsets.UTF_8);
        try (ProtobufAcceptor server = InProcessServer.start(Wire.BE32)) {
            ClientRun send = run(server, "send --text text:\"hi\" --timeout 1");
            ClientRun check = run(server, "check 1 --timeout 1");

            assertEquals(1, send.exitCode());
            assertTrue(guide.contains("    " + send.err().strip()), send::err);
            assertEquals(1, check.exitCode());
            assertEquals(Set.of("1.1"), check.failed());
            int note = check.out().indexOf("      note ");
            String end = check.out().substring(note, check.out().indexOf("0 passed", note));
            assertTrue(guide.contains(end.indent(4).replaceAll("(?m)^ +$", "")), check::out);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "le32, be32",
        "le32, varint32",
        "be32, le32",
        "be32, grpc",
        "varint32, be32",
        "varint32, le32",
        "grpc, be32",
        "grpc, varint32"
    })
    void benchNamesTheServersFormat(String servers, String clients) throws IOException {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.parse(servers))) {
            ClientRun run = run(server, "bench --requests 1 --warmup 0.01 --timeout 0.5 --format " + clients);

            boolean readsAlike =
                    run.exitCode() == 0; // a varint of 0 is an empty frame: some formats echo through others
            assertTrue(readsAlike || run.err().contains("the server answers in " + servers), run::err);
        }
    }

    @Test
    void withoutProbesNoOtherFormatIsTried() throws IOException {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.BE32)) {
            ClientRun send = run(server, "send --text id:1 --timeout 0.5 --no-probe");
            ClientRun check = run(server, "check 1.1 1.4 --timeout 0.5 --no-probe");

            assertTrue(send.err().contains("is the server's format another one?"), send::err);
            assertEquals(Set.of("1.1", "1.4"), check.failed(), check::out);
        }
    }

    @Test
    void repliesInAnotherFormatThanRequestsAreNamedByTheirBytes() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            byte[] header(int bodyLength) {
                return Wire.BE32.header(bodyLength);
            }
        })) {
            ClientRun run = ClientRun.of("send --text id:1,text:\"hi\" --timeout 1 --port " + server.port());

            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("what came are frames of be32, sent was le32: try --format be32"), run::err);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 400 Bad Request, HTTP: 'HTTP/1.1 400 Bad Request'",
        "SSH-2.0-OpenSSH_9.2, text: 'SSH-2.0-OpenSSH_9.2'",
        "220 mail ready, text: '220 mail ready'"
    })
    void anotherProtocolIsNamed(String greeting, String named) throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                sendRaw((greeting + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                throw new IOException("no frames here");
            }
        })) {
            ClientRun send = ClientRun.of("send --text id:1 --timeout 1 --port " + server.port());
            ClientRun check = ClientRun.of("check 1.1 --timeout 1 --port " + server.port());

            assertTrue(send.err().contains("begins like " + named), send::err);
            assertTrue(check.text().contains("begins like " + named), check::out);
        }
    }

    @Test
    void nothingThatAPeerChoseReachesTheTerminalAsItIs() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                sendRaw("HTTP/1.1 \u001b[2J\u0007 oops\r\n".getBytes(StandardCharsets.US_ASCII));
                throw new IOException("no frames here");
            }
        })) {
            ClientRun send = ClientRun.of("send --text id:1 --timeout 1 --port " + server.port());

            assertTrue(send.err().contains("'HTTP/1.1 .[2J. oops'"), send::err);
            assertFalse(send.err().contains("\u001b"), send::err);
        }
    }
}
