package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.minaprotobuf.client.cli.ClientCommand;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("What the help of a command shows, that command takes")
class HelpTest {

    /** What makes each command end soon. */
    private static final Map<String, String> COMMANDS = Map.of(
            "check", "check 1.1",
            "list", "list 1 2",
            "bench", "bench --requests=3 --warmup=0",
            "send", "send",
            "serve", "serve --scenario=C1.1 --timeout=1",
            "decode", "decode FOLDER/frames");

    /** Behind all options: the client that is judged, which says nothing. */
    private static final Map<String, String> PROGRAMS = Map.of("serve", " -- true");

    private static final String TLS = "--tls --port=PORT --connect-timeout=0.2";

    /** What an option is of no use without, or needs beside it to end soon; nothing listens for TLS there. */
    private static final Map<String, String> COMPANIONS = Map.ofEntries(
            Map.entry("--tls", TLS),
            Map.entry("--cacert", TLS),
            Map.entry("--cert", TLS + " --key FOLDER/own.key"),
            Map.entry("--key", TLS + " --cert FOLDER/own.pem"),
            Map.entry("--sni", TLS),
            Map.entry("--insecure", TLS),
            Map.entry("--host", "--port=PORT"),
            Map.entry("--type-id", "--format type:1be,length:4be"),
            Map.entry("--types", "--format type:1be,length:4be"),
            Map.entry("--saturate", "--max-p99=60000 --rate=1"),
            Map.entry("serve --host", ""));

    /** By command and option, by the option, or else by the label of what it takes. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("--cacert", "FOLDER/own.pem"),
            Map.entry("--cert", "FOLDER/own.pem"),
            Map.entry("--key", "FOLDER/own.key"),
            Map.entry("--compare", "FOLDER/saved.json"),
            Map.entry("--types", "FOLDER/types"),
            Map.entry("--lines", "FOLDER/lines"),
            Map.entry("serve --port", "FREE"),
            Map.entry("serve --skip", "C2"),
            Map.entry("serve --known-failing", "C1.1"),
            Map.entry("serve --ids", "1,2,3"),
            Map.entry("ID|all", "C1.1"),
            Map.entry("HOST", "127.0.0.1"),
            Map.entry("PORT", "PORT"),
            Map.entry("FORMAT", "be32"),
            Map.entry("SECONDS", "0.3"),
            Map.entry("SIZE", "1MiB"),
            Map.entry("SIZE|FROM-TO", "10-20"),
            Map.entry("NUMBER", "1"),
            Map.entry("RATE", "100"),
            Map.entry("MILLISECONDS", "60000"),
            Map.entry("FILE", "FOLDER/out"),
            Map.entry("NAME", "minaprotobuf.example.Echo"),
            Map.entry("JSON", "{}"),
            Map.entry("TEXT", "id:1"),
            Map.entry("MESSAGE", "{}"),
            Map.entry("HEX", "00000000"),
            Map.entry("ID", "2"),
            Map.entry("ID|NAME", "7"),
            Map.entry("client|server", "client"),
            Map.entry("close|skip", "skip"),
            Map.entry("auto|always|never", "never"));

    /** They read what protoc makes, which a machine may lack; other tests are about them. */
    private static final Set<String> OF_PROTOC = Set.of("--descriptor-set", "--proto", "--proto-path");

    /** One of them has to be there; they exclude each other. */
    private static final Set<String> MESSAGES = Set.of("--json", "--text", "--lines", "--hex");

    @TempDir
    private static Path folder;

    private static TinyEchoServer server;

    @BeforeAll
    static void makeWhatOptionsName() throws Exception {
        server = new TinyEchoServer(Wire.LE32, TinyEchoServer.Behaviour::new);
        KeyFiles.create(folder, "own");
        Files.writeString(folder.resolve("frames"), "00000000");
        Files.writeString(folder.resolve("types"), "1 = minaprotobuf.example.Echo\n");
        Files.writeString(folder.resolve("lines"), "{}\n");
        ClientRun.of("bench --requests 3 --warmup 0 --json " + folder.resolve("saved.json"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** Of all commands but those that run until they are stopped. */
    static Stream<Arguments> options() {
        return ClientCommand.commandLine().getSubcommands().entrySet().stream()
                .filter(command -> COMMANDS.containsKey(command.getKey()))
                .flatMap(command -> command.getValue().getCommandSpec().options().stream()
                        .filter(option -> !OF_PROTOC.contains(option.longestName()))
                        .map(option -> Arguments.of(command.getKey(), option.longestName(), option)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void everyOption(String command, String name, OptionSpec option) throws IOException {
        String known = VALUES.getOrDefault(name, VALUES.get(option.paramLabel()));
        String value = option.arity().max() == 0 ? "" : "=" + VALUES.getOrDefault(command + " " + name, known);
        assertFalse(value.endsWith("null"), () -> "add a value for " + name + " or " + option.paramLabel());
        String message = command.equals("send") && !MESSAGES.contains(name) ? " --json={}" : "";
        String companion = COMPANIONS.getOrDefault(command + " " + name, COMPANIONS.getOrDefault(name, ""));
        String line = Stream.of((COMMANDS.get(command) + message + " " + companion).split(" +"))
                .filter(word -> !word.equals(name) && !word.startsWith(name + "="))
                .collect(Collectors.joining(" ", "", " " + name + value + PROGRAMS.getOrDefault(command, "")));

        ClientRun run = ClientRun.of(line.replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(server.port()))
                .replace("FREE", Integer.toString(freePort())));

        assertNotEquals(ExitCode.USAGE, run.exitCode(), () -> line + "\n" + run.err());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
