package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.server.cli.EchoServerCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The server's command line, as a real process but where it is refused")
@Timeout(60)
class EchoServerCommandTest {

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it ends soon
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EchoServer.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }

    /** Sends SIGTERM; unlike {@code Process.destroy}, leaves the process's output open for reading. */
    private static void terminate(Process process) {
        process.toHandle().destroy();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
        return process.exitValue();
    }

    @ParameterizedTest
    @EnumSource
    void prints_a_readiness_line_echoes_and_stops_cleanly_on_SIGTERM(WireFormat format) throws Exception {
        Process server = start("--port", "0", "--format", format.toString());
        try (BufferedReader stdout = server.inputReader()) {
            String line = stdout.readLine();
            assertTrue(line.matches("listening on 127\\.0\\.0\\.1:\\d+ " + format), line);
            int port = Integer.parseInt(line.replaceFirst(".*:(\\d+) .*", "$1"));
            try (Socket socket = new Socket("127.0.0.1", port)) {
                if (format == WireFormat.VARINT32) {
                    Echo echo = Echo.newBuilder().setText("hi").build();
                    echo.writeDelimitedTo(socket.getOutputStream());
                    assertEquals(echo, Echo.parseDelimitedFrom(socket.getInputStream()));
                }
                terminate(server);
                assertEquals(-1, socket.getInputStream().read());
            }
            assertEquals(0, exitCode(server));
            assertEquals(null, stdout.readLine());
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void errors_are_logged_with_the_peers_address() throws Exception {
        Process server = start("--port", "0", "--format", "varint32");
        try (BufferedReader stdout = server.inputReader()) {
            int port = Integer.parseInt(stdout.readLine().replaceFirst(".*:(\\d+) .*", "$1"));
            String peer;
            try (Socket socket = new Socket("127.0.0.1", port)) {
                peer = "127.0.0.1:" + socket.getLocalPort();
                socket.getOutputStream().write(new byte[] {1, 0, -1, -1, -1, -1, -1});
                assertEquals(-1, socket.getInputStream().read());
            }
            terminate(server);
            List<String> log = server.errorReader()
                    .lines()
                    .filter(line -> line.contains(peer))
                    .toList();
            assertEquals(2, log.size(), log.toString());
            assertTrue(log.get(0).contains("body of 1 bytes is not a valid message"), log.get(0));
            assertTrue(log.get(1).contains("limit of 5 bytes; closing"), log.get(1));
        } finally {
            server.destroyForcibly();
        }
    }

    @ParameterizedTest(name = "{0} bytes of a frame of 101")
    @ValueSource(ints = {1, 50})
    void a_client_that_ends_inside_a_frame_is_one_line_and_one_that_ends_behind_it_is_none(int bytes) throws Exception {
        try (ServerProcess server = ServerProcess.start();
                Client sound = Client.connect(server.address());
                Client cut = Client.connect(server.address())) {
            assertEquals(Client.message(1), sound.exchange(Client.message(1)));
            assertTrue(sound.halfClose().isClosedByServer());
            byte[] frame = new byte[101];
            frame[0] = 100;
            cut.send(Arrays.copyOf(frame, bytes)).halfClose();
            assertTrue(cut.isClosedByServer());
            server.terminate();
            assertEquals(0, server.exitCode());
            List<String> log = server.log("session");
            assertEquals(1, log.size(), log::toString);
            String event = "127.0.0.1:" + cut.socket().getLocalPort() + ": closed by the peer: frame ended after "
                    + bytes + " of at least 101 bytes";
            assertTrue(log.get(0).endsWith(event), log::toString);
        }
    }

    @Test
    void more_connections_than_descriptors_are_one_warning() throws Exception {
        try (ServerProcess server = ServerProcess.start("--max-connections", "2147483647")) {
            List<String> log = server.log("WARN");
            assertEquals(1, log.size(), log::toString);
            assertTrue(
                    log.get(0).contains("connections, not 2147483647: this process may open no more descriptors"),
                    log::toString);
        }
    }

    @Test
    void limits_that_are_not_set_follow_from_the_heap_and_are_told() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx64m", "-XX:+UseG1GC"), "--io-threads", "2")) {
            List<String> log = server.log();
            assertEquals(1, log.size(), log::toString);
            assertTrue(
                    log.get(0)
                            .endsWith("a heap of 64MiB: --max-body 109KiB --retained-limit 16MiB --write-budget 8MiB"
                                    + " --max-connections 512"),
                    log::toString);
        }
    }

    @Test
    void a_longest_message_that_this_heap_does_not_bear_is_a_warning() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of("-Xmx64m", "-XX:+UseG1GC"), "--max-body", "8MiB")) {
            List<String> log = server.log("WARN");
            assertEquals(1, log.size(), log::toString);
            assertTrue(log.get(0).endsWith("this heap bears --max-body 163KiB, not 8MiB"), log::toString);
        }
    }

    @Test
    void a_longest_message_that_this_heap_cannot_hold_is_refused() {
        Throwable refused = assertThrows(
                IOException.class,
                () -> ServerProcess.start(List.of("-Xmx64m", "-XX:+UseG1GC"), "--max-body", "32MiB"));
        assertTrue(
                refused.getMessage()
                        .contains(
                                "--retained-limit 64MiB and a message of --max-body 32MiB are more than the heap, 64MiB"),
                refused::getMessage);
    }

    @Test
    void help_lists_every_option() throws Exception {
        Process server = start("--help");
        String help = text(server.getInputStream());
        assertEquals(0, exitCode(server));
        for (String option : List.of(
                "--host",
                "--port",
                "--format",
                "--max-body",
                "--io-threads",
                "--max-connections",
                "--idle-timeout",
                "--frame-timeout",
                "--retained-limit",
                "--write-high-watermark",
                "--max-errors",
                "--drain-timeout",
                "--jmx",
                "--tls-keystore",
                "--tls-password-file",
                "--tls-password-env",
                "--tls-client-auth",
                "--tls-client-ca",
                "--tls-versions",
                "--help",
                "--version",
                "8MiB",
                "5min")) {
            assertTrue(help.contains(option), option + " is not in " + help);
        }
    }

    @Test
    void the_readme_lists_every_option_with_its_default() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("basedir", ""), "README.md"));
        String table = readme.substring(readme.indexOf("## Options"), readme.indexOf("## Stopping"));
        for (OptionSpec option :
                EchoServerCommand.commandLine().getCommandSpec().options()) {
            String row = table.lines()
                    .filter(line -> line.startsWith("|") && line.contains("`" + option.longestName()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(option.longestName() + " has no row"));
            String value = option.defaultValue();
            assertTrue(value == null || value.equals("false") || row.contains("| " + value + " |"), row);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--frobnicate",
                "--format=le64",
                "--max-body=3GiB",
                "--max-body=x",
                "--port=http",
                "word",
                "--idle-timeout=5",
                "--retained-limit=lots",
                "--tls-client-auth=maybe",
                "--max-connections=many"
            })
    void wrong_usage_is_one_clear_line_and_exit_code_2(String argument) {
        String error = refusalOf(argument);
        assertTrue(error.contains(argument.replaceFirst(".*=", "")), error);
    }

    @ParameterizedTest
    @CsvSource({
        "--port=65536, port is 65536; must be 0 to 65535",
        "--port=-1, port is -1; must be 0 to 65535",
        "--io-threads=0, ioThreads is 0; must be 1 or more",
        "--max-connections=0, maxConnections is 0; must be 1 or more",
        "--max-errors=-1, maxErrors is -1; must be 0 or more",
        "--write-high-watermark=0, writeHighWatermark is 0; must be 1 or more",
        "--retained-limit=1KiB, retainedBytesLimit is 1024 bytes; must be 16777216 or more"
    })
    void a_value_past_a_limit_is_told_with_the_limit(String argument, String text) {
        String error = refusalOf(argument);
        assertTrue(error.startsWith(text), error);
    }

    /** The first line that it says of wrong usage. It has no process of its own, since nothing of one is asked. */
    private static String refusalOf(String argument) {
        StringWriter error = new StringWriter();
        int exitCode =
                EchoServerCommand.commandLine().setErr(new PrintWriter(error)).execute(argument);
        assertEquals(2, exitCode, error::toString);
        return error.toString().lines().findFirst().orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tls-client-auth=need",
                "--tls-client-ca=ca.pem",
                "--tls-password-file=password",
                "--tls-password-env=PASSWORD",
                "--tls-versions=TLSv1.3"
            })
    void options_of_TLS_without_a_keystore_do_not_start_a_server_in_plain_text(String argument) {
        assertEquals("options of TLS need --tls-keystore", refusalOf(argument));
    }

    @Test
    void a_taken_port_is_one_clear_line_and_exit_code_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Process server = start("--port", Integer.toString(taken.getLocalPort()));
            String error = text(server.getErrorStream());
            assertEquals(1, exitCode(server));
            assertEquals(1, error.lines().count(), error);
            assertTrue(error.contains("127.0.0.1:" + taken.getLocalPort()), error);
        }
    }

    @Test
    void a_keystore_that_is_not_there_is_not_told_as_a_fault_of_the_address(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "irrelevant");
        Process server = start("--tls-keystore", "nowhere.p12", "--tls-password-file", password.toString());
        assertEquals("echo-server: cannot start: there is no keystore nowhere.p12\n", text(server.getErrorStream()));
        assertEquals(1, exitCode(server));
    }
}
