package io.github.minaprotobuf.client.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line that runs one case again as it ran: every option that was given, as it was given. Only two groups
 * are left out: those that choose cases, since this line names its case; and those of reports, since the line
 * may stand in one, and would overwrite it.
 */
final class Rerun {

    /** What no shell takes for anything but text. */
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private final String command;
    private final List<String> options = new ArrayList<>();

    /**
     * @param given the command line of a command
     * @param leftOut the names of its mixins whose options are left out
     */
    Rerun(ParseResult given, Set<String> leftOut) {
        command = given.commandSpec().name();
        Set<String> namesLeftOut = leftOut.stream()
                .flatMap(mixin -> given.commandSpec().mixins().get(mixin).options().stream())
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());
        for (OptionSpec option : new LinkedHashSet<>(given.matchedOptions())) {
            if (!namesLeftOut.contains(option.longestName())) {
                add(option);
            }
        }
    }

    /** The same, with these words at the end. */
    Rerun and(List<String> words) {
        options.addAll(words);
        return this;
    }

    /** @param chosen what says which case is to run */
    String commandLine(String... chosen) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", jar(), command));
        words.addAll(List.of(chosen));
        words.addAll(options);
        return words.stream().map(Rerun::quote).collect(Collectors.joining(" "));
    }

    private void add(OptionSpec option) {
        if (option.arity().max() > 0) {
            for (String value : option.originalStringValues()) {
                if (value.startsWith("-")) {
                    options.add(option.longestName() + "=" + value);
                } else {
                    options.add(option.longestName());
                    options.add(value);
                }
            }
        } else if (option.<Boolean>getValue()) {
            options.add(option.longestName());
        }
    }

    /** One word of a shell's command line. */
    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** As the user typed it: the class path of {@code java -jar X} is X. */
    private static String jar() {
        String classPath = System.getProperty("java.class.path", "");
        return classPath.endsWith(ClientCommand.NAME + ".jar") ? classPath : ClientCommand.NAME + ".jar";
    }
}
