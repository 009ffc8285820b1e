package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The pages' code compiles, their links lead somewhere, and the README's quick start runs")
@Timeout(60)
class GuidesTest {

    @TempDir
    private Path folder;

    static Stream<Guide> pagesBesideReadme() throws IOException {
        return Guide.pages().skip(1);
    }

    static Stream<Guide> pages() throws IOException {
        return Guide.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_block_of_java_compiles(Guide page) throws IOException {
        page.compile(folder);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file_and_a_heading(Guide page) {
        assertEquals(List.of(), page.brokenLinks());
    }

    @ParameterizedTest
    @MethodSource("pagesBesideReadme")
    void the_readme_leads_to_it(Guide page) throws IOException {
        assertTrue(Files.readString(Guide.README).contains("(" + page.pathFromRoot() + ")"));
    }

    @Test
    void the_quick_start_echoes() throws Exception {
        Guide.Program program = Guide.readme().compile(folder);
        program.run("EchoServer");
        assertEquals("received: hi\n", program.outputOf("EchoClient"));
    }

    @Test
    void the_quick_starts_client_ends_when_nobody_listens() throws Exception {
        Guide.Program program = Guide.readme().compile(folder);
        assertEquals("", program.outputOf("EchoClient"));
    }

    @Test
    void the_quick_starts_message_is_the_one_that_all_guides_are_compiled_with() throws IOException {
        Path compiled = Path.of(System.getProperty("basedir", ""), "src", "test", "protobuf", "echo.proto");
        assertEquals(List.of(Files.readString(compiled)), Guide.readme().blocks("proto"));
    }

    @ParameterizedTest
    @CsvSource({
        "version of mina-protobuf-parent, version of mina-protobuf-codec",
        "version of maven-compiler-plugin, version of maven-compiler-plugin",
        "version of exec-maven-plugin, version of exec-maven-plugin",
        "slf4j.version, version of slf4j-simple",
        "protobuf-maven-plugin.version, version of protobuf-maven-plugin",
        "protobuf.version, protocVersion"
    })
    void the_quick_start_names_the_versions_of_the_build(String ours, String theirs) throws IOException {
        String build = Files.readString(Guide.ROOT.resolve("pom.xml"));
        String project = Guide.readme().blocks("xml").get(0);
        assertEquals(version(ours, build), version(theirs, project));
    }

    /** The text of an element, or of the version behind an artifactId. */
    private static String version(String name, String pom) {
        String before = name.startsWith("version of ")
                ? "<artifactId>" + name.substring("version of ".length()) + "</artifactId>\\s*<version>"
                : "<" + name + ">";
        Matcher matcher = Pattern.compile(before + "([^<]+)").matcher(pom);
        assertTrue(matcher.find(), name);
        return matcher.group(1);
    }
}
