package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.client.cli.ClientCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The guide's tables of options are what the help shows. To write them anew:
 *
 * <pre>
 * mvn -pl client-example -am test -Dtest=GuideTablesTest -Dsurefire.failIfNoSpecifiedTests=false -Dguide.write=true
 * </pre>
 */
class GuideTablesTest {

    private static final Path GUIDE = Path.of("src/site/markdown/interop-client.md");

    /** A command's table, between comments that name it. */
    private static final Pattern TABLE = Pattern.compile(
            "(?<begin><!-- options of (?<command>\\w+): made by GuideTablesTest -->\n).*?(?<end><!-- end of options -->)",
            Pattern.DOTALL);

    private static final Pattern DEFAULT = Pattern.compile(" ?\\(default: (.*?)\\)");

    @Test
    void theGuideHasTheOptionsOfEveryCommandAsTheHelpShowsThem() throws IOException {
        String guide = Files.readString(GUIDE);
        String anew = TABLE.matcher(guide).replaceAll(table -> Matcher.quoteReplacement(anew(table)));
        if (Boolean.getBoolean("guide.write")) {
            Files.writeString(GUIDE, anew);
        } else {
            assertEquals(anew, guide, "write it anew: see GuideTablesTest");
        }
        assertEquals(
                ClientCommand.commandLine().getSubcommands().keySet().stream()
                        .sorted()
                        .toList(),
                TABLE.matcher(guide)
                        .results()
                        .map(table -> table.group(2))
                        .sorted()
                        .toList());
    }

    private static String anew(MatchResult table) {
        return table.group(1) + table(table.group(2)) + table.group(3);
    }

    private static String table(String name) {
        CommandSpec command =
                ClientCommand.commandLine().getSubcommands().get(name).getCommandSpec();
        List<String> rows = new ArrayList<>(List.of("| option | default | meaning |", "|---|---|---|"));
        command.positionalParameters()
                .forEach(it -> rows.add(row("`" + it.paramLabel() + (it.arity().max() > 1 ? "...`" : "`"), "", it)));
        command.options().stream()
                .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> rows.add(row(
                        "`" + String.join("`, `", option.names())
                                + (option.arity().max() == 0 ? "" : " " + option.paramLabel()) + "`",
                        option.arity().max() == 0 ? "off" : "",
                        option)));
        return rows.stream().map(row -> row + "\n").collect(Collectors.joining());
    }

    private static String code(String text) {
        return text.replaceAll("--[a-z][\\w=-]*", "`$0`");
    }

    private static String row(String option, String otherwise, ArgSpec argument) {
        String text = String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()));
        Matcher said = DEFAULT.matcher(text);
        String value = said.find() ? said.group(1) : otherwise;
        return Stream.of(option, code(value), code(said.reset().replaceFirst("")))
                .map(cell -> cell.isEmpty() ? "" : cell.replace("|", "\\|") + " ")
                .collect(Collectors.joining("| ", "| ", "|"));
    }
}
