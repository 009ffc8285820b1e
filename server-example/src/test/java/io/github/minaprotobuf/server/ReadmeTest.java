package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The README's code compiles, and its quick start runs")
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

    private static final String IMPORTS = """
            import com.google.protobuf.*;
            import io.github.minaprotobuf.codec.*;
            import io.github.minaprotobuf.example.*;
            import io.github.minaprotobuf.filter.*;
            import io.github.minaprotobuf.readme.*;
            import java.io.*;
            import java.net.*;
            import io.github.minaprotobuf.transport.*;
            import java.nio.*;
            import java.time.Duration;
            import javax.net.ssl.*;
            import org.apache.mina.core.service.*;
            import org.apache.mina.core.session.*;
            import org.apache.mina.filter.codec.*;
            import org.apache.mina.filter.executor.*;
            import org.apache.mina.handler.demux.*;
            import org.apache.mina.transport.socket.nio.*;
            """;

    @TempDir
    private Path classes;

    private static List<String> blocks() throws IOException {
        String readme =
                Files.readString(Path.of(System.getProperty("basedir", ".")).resolve("../README.md"));
        return BLOCK.matcher(readme)
                .results()
                .map(MatchResult::group)
                .map(ReadmeTest::inside)
                .toList();
    }

    private static String inside(String block) {
        return block.substring("```java\n".length(), block.length() - "```".length());
    }

    @Test
    void every_block_compiles() throws IOException {
        List<String> blocks = blocks();
        assertTrue(blocks.size() >= 5, "found only " + blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            compile("Block" + i, asClass("Block" + i, blocks.get(i)));
        }
    }

    @Test
    void the_quick_start_echoes() throws Exception {
        int port = freePort();
        for (String block : blocks()) {
            if (block.contains("class QuickStart")) {
                compile(className(block), block.replace("9123", Integer.toString(port)));
            }
        }
        assertEquals("you said hello\n", outputOf(() -> {
            run("QuickStartServer");
            run("QuickStartClient");
        }));
    }

    @Test
    void the_quick_starts_client_ends_when_nobody_listens() throws Exception {
        String client = blocks().stream()
                .filter(block -> block.contains("class QuickStartClient"))
                .findFirst()
                .orElseThrow();
        compile("QuickStartClient", client.replace("9123", Integer.toString(freePort())));
        // A process of its own: it is the connector's threads that would keep it alive.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        "QuickStartClient")
                .redirectErrorStream(true)
                .redirectOutput(classes.resolve("output.txt").toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running after 60 s");
        } finally {
            process.destroyForcibly();
        }
        String output = Files.readString(classes.resolve("output.txt"));
        assertEquals(1, process.exitValue(), output);
        assertTrue(output.contains("Connection refused"), output);
    }

    private static String asClass(String name, String block) {
        if (block.contains("public class ")) {
            return block.replace(className(block), name);
        }
        return block.startsWith("@Override")
                ? "class " + name + " extends IoHandlerAdapter {\n" + block + "}\n"
                : "class " + name + " { void run() throws Exception {\n" + block + "} }\n";
    }

    private static String className(String block) {
        return block.replaceFirst("(?s).*?public class (\\w+).*", "$1");
    }

    private void compile(String name, String code) throws IOException {
        Path source = Files.writeString(classes.resolve(name + ".java"), IMPORTS + code);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xlint:-options",
                        source.toString());
        assertEquals(0, result, () -> errors.toString(StandardCharsets.UTF_8) + "\n" + code);
    }

    private void run(String name) throws Exception {
        // Not closed: the server's threads go on loading classes. The JVM of the tests ends with it.
        @SuppressWarnings("resource")
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private static String outputOf(Action action) throws Exception {
        PrintStream stdout = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(stdout);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private interface Action {
        void run() throws Exception;
    }
}
