package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The commands of this module's README do what it says")
@Timeout(60)
class ReadmeTest {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** What the group of the pattern finds below a heading. */
    private static String found(String heading, String pattern) throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("basedir", ""), "README.md"));
        String section = readme.split("(?m)^## " + heading + "$")[1].split("(?m)^## ")[0];
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(section);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    @Test
    void a_balancer_gets_the_echo_of_a_frame() throws Exception {
        String command = found("What a balancer asks", "```sh\n(.*?)```");
        try (ServerProcess server = ServerProcess.start(EchoServer.class, QUICK_START, "--port", "0")) {
            Process asked = new ProcessBuilder(
                            "sh",
                            "-ec",
                            command.replace(
                                    "9123", Integer.toString(server.address().getPort())))
                    .redirectErrorStream(true)
                    .start();
            assertEquals(
                    found("What a balancer asks", "prints `([^`]+)`"),
                    new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
            assertEquals(0, asked.waitFor());
        }
    }

    @Test
    void the_environment_sets_the_logs_level_and_format() throws Exception {
        List<String> options = new ArrayList<>(QUICK_START);
        options.addAll(
                List.of(found("The log", "JAVA_TOOL_OPTIONS=\"([^\"]+)\"").split(" ")));
        try (ServerProcess server = ServerProcess.start(EchoServer.class, options, "--port", "0")) {
            try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
                socket.getOutputStream().write(new byte[] {3, 0, 0, 0, -1, -1, -1});
                Await.until("logged", () -> !server.log("WARN PeerLog - ").isEmpty());
            }
            assertTrue(server.log("WARN PeerLog - ").get(0).startsWith("WARN "), "no date");
            assertEquals(List.of(), server.log("INFO"));
        }
    }
}
