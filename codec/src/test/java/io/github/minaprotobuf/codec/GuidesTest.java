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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The guides' code compiles, their links lead somewhere, and the first project runs")
@Timeout(60)
class GuidesTest {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "..");

    @TempDir
    private Path folder;

    static Stream<Guide> guides() throws IOException {
        return Guide.all();
    }

    @ParameterizedTest
    @MethodSource("guides")
    void every_block_of_java_compiles(Guide guide) throws IOException {
        guide.compile(folder);
    }

    @ParameterizedTest
    @MethodSource("guides")
    void every_link_leads_to_a_file(Guide guide) {
        for (String link : guide.links()) {
            assertTrue(
                    link.startsWith("https://") || Files.exists(Guide.HOME.resolve(link.replaceFirst("#.*", ""))),
                    link);
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void the_readme_leads_to_it(Guide guide) throws IOException {
        assertTrue(Files.readString(ROOT.resolve("README.md")).contains("(codec/src/site/markdown/" + guide + ")"));
    }

    @Test
    void the_first_project_echoes() throws Exception {
        Guide.Program program = Guide.named("first-project.md").compile(folder);
        program.run("EchoServer");
        assertEquals("received: hi\n", program.outputOf("EchoClient"));
    }

    @Test
    void the_first_projects_message_is_the_one_that_all_guides_are_compiled_with() throws IOException {
        Path compiled = Path.of(System.getProperty("basedir", ""), "src", "test", "protobuf", "echo.proto");
        assertEquals(
                List.of(Files.readString(compiled)),
                Guide.named("first-project.md").blocks("proto"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<artifactId>mina-protobuf-[a-z]+</artifactId>\\s*<version>([^<]+)",
                "<artifactId>maven-compiler-plugin</artifactId>\\s*<version>([^<]+)",
                "<artifactId>exec-maven-plugin</artifactId>\\s*<version>([^<]+)"
            })
    void the_first_project_names_the_versions_of_the_build(String version) throws IOException {
        assertEquals(firstGroup(version, parentPom()), firstGroup(version, firstPom()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"slf4j-simple slf4j", "protobuf-maven-plugin protobuf-maven-plugin"})
    void the_first_project_names_the_versions_of_the_builds_properties(String artifactAndProperty) throws IOException {
        String[] names = artifactAndProperty.split(" ");
        assertEquals(
                firstGroup("<" + names[1] + ".version>([^<]+)", parentPom()),
                firstGroup("<artifactId>" + names[0] + "</artifactId>\\s*<version>([^<]+)", firstPom()));
    }

    @Test
    void the_first_project_generates_code_for_the_codecs_protobuf() throws IOException {
        assertEquals(
                firstGroup("<protobuf.version>([^<]+)", parentPom()), firstGroup("<protocVersion>([^<]+)", firstPom()));
    }

    private static String parentPom() throws IOException {
        return Files.readString(ROOT.resolve("pom.xml"));
    }

    private static String firstPom() {
        return Guide.named("first-project.md").blocks("xml").get(0);
    }

    private static String firstGroup(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
