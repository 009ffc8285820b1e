package io.github.minaprotobuf.codec;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A page for users, and the code in it. */
public final class Guide {

    static final Path ROOT = Path.of(System.getProperty("basedir", "")).resolve("..");
    static final Path README = ROOT.resolve("README.md");
    private static final Path HOME = ROOT.resolve("codec/src/site/markdown");

    private static final Pattern CLASS = Pattern.compile("(?m)^public class (\\w+)");
    private static final Pattern OWN_IMPORTS = Pattern.compile("(import [^\n]+\n)+\n");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

    /** For blocks that are a few lines of a class, beside what they import; those that are a class import all that they need. */
    private static final String IMPORTS = """
            import com.example.*;
            import com.google.protobuf.*;
            import io.github.minaprotobuf.codec.*;
            import io.github.minaprotobuf.filter.*;
            import io.github.minaprotobuf.transport.*;
            import java.net.*;
            import java.nio.ByteOrder;
            import org.apache.mina.core.service.*;
            import org.apache.mina.core.session.*;
            import org.apache.mina.filter.codec.*;
            import org.apache.mina.filter.executor.*;
            import org.apache.mina.handler.demux.*;
            import org.apache.mina.transport.socket.nio.*;
            """;

    private final Path page;
    private final String text;

    private Guide(Path page) {
        try {
            this.page = page;
            text = Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The guides of the library. */
    static Stream<Guide> all() throws IOException {
        return in(HOME);
    }

    /** The README, and all pages that it has to lead to: the guides of the library and of the examples, and the rest. */
    static Stream<Guide> pages() throws IOException {
        Stream<Guide> examples = Stream.concat(
                in(ROOT.resolve("server-example/src/site/markdown")),
                in(ROOT.resolve("client-example/src/site/markdown")));
        Stream<Guide> others = Stream.of("server-example/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md")
                .map(page -> new Guide(ROOT.resolve(page)));
        return Stream.of(Stream.of(readme()), all(), examples, others).flatMap(pages -> pages);
    }

    private static Stream<Guide> in(Path folder) throws IOException {
        try (Stream<Path> pages = Files.list(folder)) {
            return pages.sorted().toList().stream().map(Guide::new);
        }
    }

    public static Guide named(String name) {
        return new Guide(HOME.resolve(name));
    }

    /** A page of a test's own. */
    static Guide at(Path page) {
        return new Guide(page);
    }

    public static Guide readme() {
        return new Guide(README);
    }

    @Override
    public String toString() {
        return page.getFileName().toString();
    }

    /** How the README links to it. */
    String pathFromRoot() {
        return ROOT.relativize(page).toString();
    }

    /** The page with all white space as single spaces, so that a sentence can be found wherever its lines break. */
    public String prose() {
        return text.replaceAll("\\s+", " ");
    }

    /** The page from this heading to the next one. */
    String section(String heading) {
        return text.split("(?m)^## " + Pattern.quote(heading) + "$", 2)[1].split("(?m)^## ", 2)[0];
    }

    public List<String> blocks(String language) {
        return groups(Pattern.compile("(?s)```" + language + "\n(.*?)```"));
    }

    /** The links into this repository that lead nowhere. */
    List<String> brokenLinks() {
        return groups(LINK).stream()
                .filter(link -> !link.startsWith("https://") && !leadsSomewhere(link))
                .toList();
    }

    private boolean leadsSomewhere(String link) {
        String[] fileAndAnchor = link.split("#", 2);
        Path file = fileAndAnchor[0].isEmpty() ? page : page.resolveSibling(fileAndAnchor[0]);
        try {
            return Files.exists(file)
                    && (fileAndAnchor.length == 1
                            || anchors(Files.readString(file)).contains(fileAndAnchor[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parts of links that lead to the headings of a page. */
    private static List<String> anchors(String markdown) {
        return Pattern.compile("(?m)^#+ (.*)$")
                .matcher(markdown)
                .results()
                .map(it -> it.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The cells of the table that a line with this text introduces, without their backticks; no heading. */
    public List<List<String>> tableAfter(String introduction) {
        List<List<String>> rows = new ArrayList<>();
        String rest = text.substring(text.indexOf(introduction));
        for (String line : rest.substring(rest.indexOf("\n|") + 1).lines().toList()) {
            if (!line.startsWith("|")) {
                break;
            }
            rows.add(Stream.of(line.substring(1).split("\\|"))
                    .map(cell -> cell.strip().replace("`", ""))
                    .toList());
        }
        if (rows.size() < 3) {
            throw new AssertionError(this + " has no table after: " + introduction);
        }
        return rows.subList(2, rows.size());
    }

    /** Compiles all Java of the page, and {@code more}, and loads it. The port of the page becomes a free one. */
    public Program compile(Path folder, String... more) throws IOException {
        List<String> all = new ArrayList<>(blocks("java"));
        all.addAll(List.of(more));
        return compile(folder, all);
    }

    /** The same with these blocks alone. */
    public Program compile(Path folder, List<String> blocks) throws IOException {
        int port = freePort();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            String code = asClass("Block" + i, blocks.get(i)).replace("9123", Integer.toString(port));
            Matcher declaration = CLASS.matcher(code);
            declaration.find();
            sources.add(Files.writeString(folder.resolve(declaration.group(1) + ".java"), code)
                    .toString());
        }
        javac(folder, sources);
        return new Program(folder, port);
    }

    private void javac(Path folder, List<String> sources) {
        List<String> arguments = new ArrayList<>(List.of(
                "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:all,-processing,-path"));
        arguments.addAll(sources);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int result = sources.isEmpty()
                ? 0
                : ToolProvider.getSystemJavaCompiler().run(null, null, messages, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new AssertionError(this + ": " + messages.toString(StandardCharsets.UTF_8));
        }
    }

    private static String asClass(String name, String block) {
        if (CLASS.matcher(block).find()) {
            return block;
        }
        Matcher imports = OWN_IMPORTS.matcher(block);
        String own = imports.lookingAt() ? imports.group() : "";
        String code = block.substring(own.length());
        return IMPORTS + own + "public class " + name
                + (code.startsWith("@Override")
                        ? " extends IoHandlerAdapter {\n" + code + "}\n"
                        : " { void run() throws Exception {\n" + code + "} }\n");
    }

    private List<String> groups(Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The classes of a page, and the port that they use. */
    public record Program(Path classes, int port) {

        public Class<?> load(String name) throws Exception {
            // Not closed: a server goes on loading classes. The JVM of the tests ends with it.
            @SuppressWarnings("resource")
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {classes.toUri().toURL()}, Guide.class.getClassLoader());
            return loader.loadClass(name);
        }

        /** Runs a main in this process; one that starts a server returns once it listens. */
        void run(String name) throws Exception {
            load(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }

        /** Runs a main in a process of its own, and gives what it prints. It has to end by itself. */
        String outputOf(String name) throws Exception {
            Path output = classes.resolve(name + ".txt");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes + File.pathSeparator + System.getProperty("java.class.path"),
                            name)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                if (!process.waitFor(40, TimeUnit.SECONDS)) {
                    throw new AssertionError(name + " still runs after 40 s");
                }
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(output);
        }
    }
}
