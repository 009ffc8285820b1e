package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.minaprotobuf.client.serve.Scenario;
import io.github.minaprotobuf.client.serve.Scenarios;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs here are scripts of a shell, which is there wherever these tests run. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class ServeCommandTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "serve --scenario C1.1",
                "serve --scenario C9 --port 9123",
                "serve --scenario all --skip C1,C2,C3,C4 --port 9123",
                "serve --scenario all --known-failing C9 --port 9123",
                "serve --scenario all --port 0",
                "serve --scenario all --jobs 0 -- true",
                "serve --scenario all --jobs 2 --port 9123",
                "serve --scenario all --ids 1,2 -- true",
                "serve --scenario all --ids 1,2,2 -- true",
                "serve --scenario all --ids 0,1,2 -- true",
                "serve --scenario all --ids one -- true",
                "serve --scenario all --host no-such-host.invalid -- true",
                "serve --scenario all -- ./no-such-program",
                "list scenarios C9"
            })
    void wrongUsageIsToldInALineAndAHint(String commandLine) {
        ClientRun run = ClientRun.of(commandLine);

        assertEquals(2, run.exitCode(), run::err);
        assertTrue(run.err().contains("Try 'interop-client "), run::err);
        assertEquals("", run.out());
    }

    @Test
    void aPortThatIsTakenIsToldInALineAndAHint() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClientRun run = ClientRun.of("serve --scenario C1.1 --port " + taken.getLocalPort());

            assertEquals(2, run.exitCode());
            assertTrue(run.err().contains("Address already in use"), run::err);
        }
    }

    @Test
    void aProgramThatDoesNotConnectFailsWithItsExitCodeAndLastWordsAndCanBeRunAgain() throws IOException {
        Path program = script("echo one; printf 'no \\033[31mlibrary\\n\\n' >&2; exit 5");

        ClientRun run =
                ClientRun.of("serve --scenario C1.1 --timeout 60 --skip C2 --format be32 -- sh " + program + " {port}");

        assertEquals(1, run.exitCode(), run::err);
        assertEquals(Set.of("C1.1"), run.failed(), run::out);
        assertTrue(words(run).contains("received none; exit code 5, last words: no ?[31mlibrary rerun "), run::out);
        String rerun = "java -jar interop-client.jar serve --scenario C1.1 --timeout 60 --format be32 -- sh ";
        assertTrue(words(run).contains("rerun " + rerun + program + " '{port}' "), run::out);
        assertTrue(run.out().contains("0 passed, 1 failed in "), run::out);
    }

    @Test
    void aProgramIsToldWhereToConnectAndWhatToSend() throws IOException {
        Path program = script("echo \"$*\"");

        ClientRun run = ClientRun.of(
                "serve --scenario C2.2 --timeout 60 --format grpc -- sh " + program + " {host}:{port} {format} {ids}");

        assertTrue(
                words(run)
                        .matches(".*last words: 127.0.0.1:\\d+ grpc"
                                + " 1,-1,127,128,9223372036854775807,-9223372036854775808 .*"),
                run::out);
    }

    @Test
    void aProgramThatTakesNoIdsIsNotJudgedWhereAScenarioHasItsOwn() {
        ClientRun run = ClientRun.of("serve --scenario C2.1,C2.2 -- true");

        assertEquals(0, run.exitCode(), run::out);
        assertEquals(Set.of("C2.1", "C2.2"), run.ids("SKIP"));
    }

    @Test
    void aProgramThatHangsIsEnded() throws IOException {
        Path program = script("echo $$ > " + directory.resolve("pid") + "; exec sleep 60");

        ClientRun run = ClientRun.of("serve --scenario C1.1 --timeout 1 -- sh " + program);

        assertTrue(words(run).contains("received none; still running"), run::out);
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        assertTrue(
                ProcessHandle.of(pid).isEmpty() || !ProcessHandle.of(pid).get().isAlive());
    }

    @Test
    void aClientStartedByHandIsToldWhatItHasToDoAndJudgedByItsConnection() throws Exception {
        int port = freePort();
        CompletableFuture<ClientRun> running =
                CompletableFuture.supplyAsync(() -> ClientRun.of("serve --scenario C1.6 --ids 1,2,3 --port " + port));
        byte[] frames = {2, 0, 0, 0, 8, 1, 2, 0, 0, 0, 8, 2, 2, 0, 0, 0, 8, 3};
        try (Socket client = connect(port)) {
            OutputStream out = client.getOutputStream();
            out.write(frames);
            client.shutdownOutput();
            assertEquals(frames.length, client.getInputStream().readAllBytes().length);
        }
        ClientRun run = running.get();

        assertEquals(Set.of("C1.6"), run.passed(), run::out);
        assertEquals(0, run.exitCode());
        assertTrue(
                run.err()
                        .contains("C1.6 all replies in one segment: start the client against 127.0.0.1:" + port
                                + ", le32, with the ids 1,2,3; it has to end with success (exit code 0)\n"),
                run::err);
    }

    @Test
    void aClientThatSendsSomethingElseIsToldWhatWasExpectedOfIt() throws Exception {
        int port = freePort();
        CompletableFuture<ClientRun> running =
                CompletableFuture.supplyAsync(() -> ClientRun.of("serve --scenario C1.6 --port " + port));
        try (Socket client = connect(port)) {
            client.getOutputStream().write(new byte[] {2, 0, 0, 0, 8, 1, 2, 0, 0, 0, 8, 7});
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        }
        ClientRun run = running.get();

        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("expected  request 2 of 5: a message with id 2\n"), run::out);
        assertTrue(run.out().contains("received  2 bytes: 08 07 (id: 7)\n"), run::out);
    }

    @Test
    void knownFailuresFailNothing() {
        assertEquals(
                0,
                ClientRun.of("serve --scenario C1.1 --known-failing C1 -- false")
                        .exitCode());
    }

    @Test
    void aStrictScenarioThatFailsIsAWarningUnlessStrictOnesCount() {
        assertEquals(
                Set.of("C4.6"), ClientRun.of("serve --scenario C4.6 -- true").warned());
        assertEquals(
                Set.of("C4.6"),
                ClientRun.of("serve --scenario C4.6 --strict -- true").failed());
    }

    @Test
    void reportsNameTheProgramAndTheScenarios() throws IOException {
        Path json = directory.resolve("report.json");
        Path html = directory.resolve("report.html");
        Path junit = directory.resolve("report.xml");

        ClientRun run = ClientRun.of("serve --scenario C1 --json " + json + " --html " + html + " --junit-report "
                + junit + " --jobs 4 --timeout 60 -- false {port}");

        assertEquals(1, run.exitCode(), run::err);
        JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertEquals(
                "false {port}", report.getAsJsonObject("run").get("program").getAsString());
        assertEquals(7, report.getAsJsonArray("cases").size());
        assertTrue(Files.readString(html).contains("false {port}"));
        assertTrue(Files.readString(junit).contains("interop le32 C1 chunking"));
    }

    @Test
    void listScenariosShowsEachWithWhatItRequires() {
        String out = ClientRun.of("list scenarios").out();

        for (Scenario scenario : Scenarios.named(List.of("all"))) {
            assertTrue(
                    out.contains(String.format("  %-6s %-8s %s", scenario.id(), scenario.level(), scenario.title())),
                    scenario::id);
            assertTrue(out.contains(scenario.requirement()), scenario::id);
        }
        assertEquals("""
                C3 lifecycle
                  C3.6   must     the stream ends between two replies
                                    An end between frames is in order, and replies are missing all the same.
                                    The client has to end with a failure (another exit code), soon.
                """, ClientRun.of("list scenarios C3.6").out());
    }

    /** The text without its line breaks. */
    private static String words(ClientRun run) {
        return run.out().replaceAll("( \\\\)?\\s+", " ");
    }

    private Path script(String lines) throws IOException {
        return Files.writeString(directory.resolve("client.sh"), lines + "\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** As soon as the scenario listens. */
    private static Socket connect(int port) throws Exception {
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
    }
}
