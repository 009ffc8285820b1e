package io.github.minaprotobuf.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.android.tools.r8.R8;
import com.android.tools.r8.Version;
import com.example.Echo;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.Guide;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import proguard.ProGuard;

/** Shrinks, optimises and obfuscates the README's quick start with the very rules of the page, and runs what is left. */
@DisplayName("The README's quick start, shrunk as shrinking.md says, still runs")
@ParameterizedClass
@EnumSource(GuideShrinkingIT.Shrinker.class)
@Timeout(600)
class GuideShrinkingIT {

    private static final Guide PAGE = Guide.named("shrinking.md");

    /** What the page's rules for messages and statistics are there for; the quick start does neither. */
    private static final String PRINTS_AND_COUNTS = """
            import com.example.Echo;
            import io.github.minaprotobuf.codec.ProtobufCodecFactory;
            import java.lang.management.ManagementFactory;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;

            public class PrintsAndCounts {
                public static void main(String[] args) throws Exception {
                    Echo message = Echo.newBuilder().setText("hi").build();
                    System.out.print(message);
                    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
                    ObjectName name = new ObjectName("test:type=Codec");
                    beans.registerMBean(ProtobufCodecFactory.of(message).statistics(), name);
                    System.out.println("decoded: " + beans.getAttribute(name, "FramesDecoded"));
                }
            }
            """;

    /** None of the processes runs for long enough to be worth C2. */
    private static final String C1 = "-XX:TieredStopAtLevel=1";

    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    private static Path folder;

    private static int port;
    private static Process server;

    private final Shrinker shrinker;

    GuideShrinkingIT(Shrinker shrinker) {
        this.shrinker = shrinker;
    }

    @BeforeAll
    static void buildTheProgram() throws Exception {
        Path target = Files.createDirectory(folder.resolve("target"));
        Path classes = Files.createDirectory(target.resolve("classes"));
        compileInto(classes);
        run(
                tool("jar"),
                "--create",
                "--file",
                target.resolve("first-project-1.jar").toString(),
                "-C",
                classes.toString(),
                ".");
        Path lib = Files.createDirectory(target.resolve("lib"));
        for (Class<?> type : List.of(
                ProtobufCodecFactory.class,
                IoSession.class,
                MessageLite.class,
                Logger.class,
                LoggerFactory.getILoggerFactory().getClass())) {
            Path jar = placeOf(type);
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        Files.writeString(
                folder.resolve("keep.pro"),
                PAGE.blocks("proguard").get(0)
                        + "-keep class PrintsAndCounts { public static void main(java.lang.String[]); }\n");
    }

    private static void compileInto(Path classes) throws Exception {
        List<String> quickStart = new ArrayList<>(Guide.readme().blocks("java").stream()
                .filter(block -> block.contains("public class Echo"))
                .toList());
        assertEquals(2, quickStart.size());
        quickStart.add(PRINTS_AND_COUNTS);
        port = Guide.readme().compile(classes, quickStart).port();
        Path messages = Files.createDirectories(classes.resolve("com/example"));
        try (Stream<Path> compiled = Files.list(placeOf(Echo.class).resolve("com/example"))) {
            for (Path type : compiled.toList()) {
                Files.copy(type, messages.resolve(type.getFileName()));
            }
        }
    }

    @BeforeParameterizedClassInvocation
    static void shrinkAndStartTheServer(Shrinker shrinker) throws Exception {
        shrinker.shrink();
        server = start(java("EchoServer"));
        awaitListening();
    }

    enum Shrinker {
        R8 {
            @Override
            void shrink() throws Exception {
                String command = shellBlock("R8");
                String jar = "r8-" + version() + ".jar";
                assertTrue(command.contains(" -cp " + jar + " "), command);
                run("sh", "-c", command.replace("-cp " + jar, C1 + " -cp " + placeOf(R8.class)));
            }

            @Override
            String version() {
                return Version.getVersionString().split(" ", 2)[0];
            }
        },
        PROGUARD {
            @Override
            void shrink() throws Exception {
                run("sh", "-c", shellBlock("jimage"));
                Files.writeString(
                        folder.resolve("shrink.pro"), PAGE.blocks("proguard").get(1));
                run(
                        tool("java"),
                        C1,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProGuard.class.getName(),
                        "@shrink.pro",
                        "-dontnote");
            }

            @Override
            String version() {
                return ProGuard.getVersion();
            }
        };

        /** Leaves the program in target/quick-start.jar. */
        abstract void shrink() throws Exception;

        abstract String version();
    }

    private static String shellBlock(String text) {
        return PAGE.blocks("sh").stream()
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow();
    }

    @AfterParameterizedClassInvocation
    static void stopTheServer() throws Exception {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void the_client_gets_its_echo() throws Exception {
        assertEquals("received: hi\n", outputOf(java("EchoClient")));
    }

    @Test
    void a_message_prints_itself_and_statistics_are_registered() throws Exception {
        assertEquals("text: \"hi\"\ndecoded: 0\n", outputOf(java("PrintsAndCounts")));
    }

    @Test
    void nothing_is_left_of_the_names_that_no_rule_keeps() throws Exception {
        try (JarFile jar = new JarFile(folder.resolve("target/quick-start.jar").toFile())) {
            assertEquals(
                    List.of("io/github/minaprotobuf/codec/CodecStatisticsMXBean.class"),
                    jar.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.matches("(io/github/minaprotobuf|com/example)/.*[A-Z][a-z].*"))
                            .toList());
        }
    }

    @Test
    void the_page_names_the_version_that_is_tested() {
        String tested =
                "(?s).*\\[" + shrinker + "]\\(#\\w+\\) \\(tested: " + Pattern.quote(shrinker.version()) + "\\).*";
        assertTrue(PAGE.prose().matches("(?i)" + tested), shrinker.version());
    }

    private static void awaitListening() throws Exception {
        while (true) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (ConnectException e) {
                assertTrue(server.isAlive(), () -> "the server ended: " + read(server));
                Thread.sleep(50);
            }
        }
    }

    private static ProcessBuilder java(String main) {
        return new ProcessBuilder(tool("java"), C1, "-cp", "target/quick-start.jar", main);
    }

    private static String tool(String name) {
        return JDK.resolve("bin").resolve(name).toString();
    }

    private static void run(String... command) throws Exception {
        outputOf(new ProcessBuilder(command));
    }

    /** Runs it to its end, and gives what it printed. */
    private static String outputOf(ProcessBuilder command) throws Exception {
        Process process = start(command);
        String output = read(process);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static Process start(ProcessBuilder command) throws IOException {
        command.environment().put("JAVA_HOME", JDK.toString());
        return command.directory(folder.toFile()).redirectErrorStream(true).start();
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
