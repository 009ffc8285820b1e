package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what a reader does who has an empty folder and the README: writes its files and runs its commands, in their order.
 * Only the first of them, which clones and installs, is done by hand: the jar of this build goes into a local repository
 * that else is that of the build.
 */
@DisplayName("The README's quick start, done file by file and command by command, ends with an echo")
@Timeout(300)
class ReadmeQuickStartIT {

    private static final Pattern BLOCK = Pattern.compile("(?s)(?:`([\\w./]+)`:\n\n)?```(\\w+)\n(.*?)```");
    private static final Pattern PRINTED = Pattern.compile("which prints `([^`]+)`");
    /** Maven puts the terminal's colours back when it ends, quiet or not. */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path REPOSITORY = MODULE.resolve("target/quick-start-repository");
    private static final Path REPOSITORY_OF_THE_BUILD = Path.of(System.getProperty(
            "localRepository",
            Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));

    @TempDir
    private Path folder;

    private Process server;

    @AfterEach
    void stopTheServer() {
        if (server != null) {
            end(server);
        }
    }

    @Test
    void the_client_prints_what_the_readme_says() throws Exception {
        String quickStart = Guide.readme().section("Quick start");
        int port = Guide.freePort();
        String printed = null;
        for (Matcher block = BLOCK.matcher(quickStart); block.find(); ) {
            String text = block.group(3).replace("9123", Integer.toString(port));
            if (block.group(1) != null) {
                Path file = folder.resolve(block.group(1));
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } else if (text.startsWith("git clone ")) {
                assertTrue(text.contains("mvn -q install"), text);
                putIntoRepository();
            } else if (server == null) {
                server = start(text, "server");
                awaitListening(port);
            } else {
                printed = outputOf(text);
            }
        }
        Matcher promised = PRINTED.matcher(quickStart);
        assertTrue(promised.find(), "the README does not say what is printed");
        assertEquals(promised.group(1) + "\n", printed);
    }

    /** What {@code mvn install} leaves of the library, beside links to all that the repository of the build has. */
    private static void putIntoRepository() throws IOException, URISyntaxException {
        Path ours = Path.of("io", "github", "minaprotobuf");
        Path parent = Path.of("");
        for (Path name : ours) {
            linkAllBut(name, parent);
            parent = parent.resolve(name);
        }
        Path jar = Path.of(ProtobufCodecFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String version = jar.getFileName().toString().replaceAll("mina-protobuf-codec-|\\.jar", "");
        install(ours, "mina-protobuf-codec", version, "jar", jar);
        install(ours, "mina-protobuf-codec", version, "pom", MODULE.resolve("pom.xml"));
        install(ours, "mina-protobuf-parent", version, "pom", MODULE.resolve("../pom.xml"));
    }

    private static void linkAllBut(Path name, Path parent) throws IOException {
        Path links = Files.createDirectories(REPOSITORY.resolve(parent));
        Files.createDirectories(REPOSITORY_OF_THE_BUILD.resolve(parent));
        try (Stream<Path> entries = Files.list(REPOSITORY_OF_THE_BUILD.resolve(parent))) {
            for (Path entry : entries.toList()) {
                Path link = links.resolve(entry.getFileName());
                if (!entry.endsWith(name) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, entry);
                }
            }
        }
    }

    private static void install(Path group, String artifact, String version, String type, Path file)
            throws IOException {
        Path place = Files.createDirectories(
                REPOSITORY.resolve(group).resolve(artifact).resolve(version));
        Files.copy(file, place.resolve(artifact + "-" + version + "." + type), StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitListening(int port) throws Exception {
        while (true) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (ConnectException e) {
                assertTrue(server.isAlive(), () -> "the server ended: " + said("server"));
                Thread.sleep(50);
            }
        }
    }

    /** Runs it to its end, and gives what it printed. */
    private String outputOf(String commands) throws Exception {
        Process process = start(commands, "client");
        try {
            assertTrue(process.waitFor(100, TimeUnit.SECONDS), () -> "still runs: " + said("client"));
            assertEquals(0, process.exitValue(), () -> said("client"));
        } finally {
            end(process);
        }
        return COLOUR.matcher(Files.readString(folder.resolve("client.out"))).replaceAll("");
    }

    private Process start(String commands, String name) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", commands).directory(folder.toFile());
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -Dmaven.repo.local=" + REPOSITORY);
        return shell.redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
    }

    private String said(String name) {
        try {
            return Files.readString(folder.resolve(name + ".out")) + Files.readString(folder.resolve(name + ".err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The shell, and Maven below it. */
    private static void end(Process shell) {
        List<ProcessHandle> below = shell.descendants().toList();
        shell.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
