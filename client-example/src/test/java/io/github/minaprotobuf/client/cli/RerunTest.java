package io.github.minaprotobuf.client.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

@DisabledOnOs(OS.WINDOWS)
@DisplayName("A rerun line repeats every option that was given")
class RerunTest {

    /** Those that choose cases, and those of the reports. */
    private static final Set<String> NOT_REPEATED = Set.of("--skip", "--json", "--html", "--junit-report", "--color");

    /** By the label of what an option takes. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("HOST", "::1"),
            Map.entry("PORT", "9123"),
            Map.entry("FORMAT", "grpc"),
            Map.entry("SECONDS", "0.5"),
            Map.entry("SIZE", "1MiB"),
            Map.entry("NUMBER", "-7"),
            Map.entry("FILE", "it's a file.pem"),
            Map.entry("NAME", "a name"),
            Map.entry("ID", "1.2,2"),
            Map.entry("close|skip", "skip"),
            Map.entry("auto|always|never", "never"));

    static Stream<OptionSpec> options() {
        return check().getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp());
    }

    @ParameterizedTest
    @MethodSource("options")
    void whateverItIs(OptionSpec option) throws IOException {
        String name = option.longestName();
        List<String> given = new ArrayList<>(List.of("check", "1.2"));
        if (option.arity().max() == 0) {
            given.add(name);
        } else {
            assertTrue(VALUES.containsKey(option.paramLabel()), () -> "add a value for " + option.paramLabel());
            given.add(name + "=" + VALUES.get(option.paramLabel()));
        }

        ParseResult again = parse(words(rerun(given)));

        assertEquals(!NOT_REPEATED.contains(name), again.hasMatchedOption(name), name);
        if (again.hasMatchedOption(name)) {
            OptionSpec before = parse(given).matchedOption(name);
            assertEquals(
                    before.originalStringValues(), again.matchedOption(name).originalStringValues());
        }
        assertEquals(List.of("1.2"), again.matchedPositionals().get(0).originalStringValues());
    }

    @Test
    void nothingIsAddedButTheSeed() {
        assertEquals("java -jar interop-client.jar check 1.2 --seed 77", rerun(List.of("check", "1")));
    }

    @Test
    void aListGivenInPartsStaysInParts() {
        assertEquals(
                "java -jar interop-client.jar check 1.2 --known-failing 1 --known-failing 2,3 --strict --seed 5",
                rerun(List.of("check", "--known-failing", "1", "--known-failing=2,3", "--strict", "--seed", "5")));
    }

    @Test
    void aSwitchThatWasTurnedOffIsNotTurnedOn() {
        assertFalse(rerun(List.of("check", "--strict=false")).contains("--strict"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "two words", "it's", "$HOME `id` \\ \"", "*", "#", "~", "a\nb", "é;&|<>(){}!"})
    void aShellReadsWhatWasGiven(String value) throws IOException {
        assertEquals(value, shell("printf %s " + Rerun.quote(value)));
    }

    private static String rerun(List<String> given) {
        return CheckCommand.rerun(parse(given), 77).commandLine("1.2");
    }

    private static ParseResult parse(List<String> arguments) {
        return ClientCommand.commandLine()
                .parseArgs(arguments.toArray(String[]::new))
                .subcommand();
    }

    private static CommandLine check() {
        return ClientCommand.commandLine().getSubcommands().get("check");
    }

    /** What a shell makes of the line, from {@code check} on. */
    private static List<String> words(String line) throws IOException {
        return Stream.of(shell("printf '%s\\0' " + line).split("\0"))
                .dropWhile(word -> !word.equals("check"))
                .toList();
    }

    private static String shell(String line) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", line).start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
