package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A block of the guide in which commands stand behind {@code $}, each with its output below; {@code ...} stands for lines
 * that are left out. Times and the ports of clients differ with each run, and are not compared.
 */
final class Transcript {

    private static final Path GUIDE = Path.of("src/site/markdown/interop-client.md");
    private static final String CLIENT = "java -jar client-example/target/interop-client.jar ";

    /** A command of the client, and what it prints. */
    private record Step(String arguments, List<String> output) {}

    private final List<Step> steps = new ArrayList<>();

    private Transcript() {}

    /** The block that holds this text. */
    static Transcript with(String text) throws IOException {
        String block = Arrays.stream(Files.readString(GUIDE).split("\n(?! {4})"))
                .filter(each -> each.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the guide has no '" + text + "'"));
        Transcript transcript = new Transcript();
        List<String> output = new ArrayList<>();
        for (String line : block.lines().map(String::strip).toList()) {
            if (line.startsWith("$ ")) {
                output = new ArrayList<>();
                if (line.startsWith("$ " + CLIENT)) {
                    transcript.steps.add(new Step(line.substring(2 + CLIENT.length()), output));
                }
            } else {
                output.add(line);
            }
        }
        assertTrue(!transcript.steps.isEmpty(), block);
        return transcript;
    }

    /** The arguments of a command, as the shell would split them. */
    String arguments(int step) {
        return steps.get(step).arguments.replace("'", "");
    }

    /** Whether the output of a command is that of the guide. */
    void assertOutput(int step, String output, UnaryOperator<String> names) {
        List<String> actual = output.lines()
                .map(names)
                .map(Transcript::masked)
                .map(String::strip)
                .toList();
        int at = 0;
        boolean gap = false;
        for (String line : steps.get(step).output.stream().map(names).toList()) {
            String expected = masked(line);
            if (expected.equals("...")) {
                gap = true;
            } else if (!expected.isEmpty()) {
                while (gap && at < actual.size() && !actual.get(at).equals(expected)) {
                    at++;
                }
                assertEquals(expected, at < actual.size() ? actual.get(at) : "(the end)", output);
                at++;
                gap = false;
            }
        }
        assertTrue(gap || at == actual.size(), output);
    }

    private static String masked(String line) {
        return line.replaceAll("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "TIME")
                .replaceAll("127\\.0\\.0\\.1:\\d+ to", "CLIENT to");
    }
}
