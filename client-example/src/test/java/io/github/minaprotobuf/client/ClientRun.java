package io.github.minaprotobuf.client;

import io.github.minaprotobuf.client.cli.ClientCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What came of one command line, run in this process. */
record ClientRun(int exitCode, String out, String err) {

    private static final Pattern RESULT = Pattern.compile("^(C?[0-9.]+) +([A-Z]+) ", Pattern.MULTILINE);

    static ClientRun of(String commandLine) {
        return of(commandLine.isEmpty() ? List.of() : List.of(commandLine.split(" ")));
    }

    static ClientRun of(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine client =
                ClientCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = client.execute(words.toArray(String[]::new));
        return new ClientRun(exitCode, out.toString(), err.toString());
    }

    /** What is on stdout, with the lines joined that were broken to be no longer than a terminal is wide. */
    String text() {
        return out.replaceAll("( \\\\)?\n {16,}", " ");
    }

    Set<String> passed() {
        return ids("PASS");
    }

    Set<String> failed() {
        return ids("FAIL");
    }

    Set<String> warned() {
        return ids("WARN");
    }

    Set<String> failedAtAnyLevel() {
        Set<String> ids = new TreeSet<>(failed());
        ids.addAll(warned());
        return ids;
    }

    /** The ids in the output of {@code list}. */
    Set<String> listed() {
        return Pattern.compile("^ +([0-9]+\\.[0-9]+) ", Pattern.MULTILINE)
                .matcher(out)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> ids(String verdict) {
        Set<String> ids = new TreeSet<>();
        Matcher matcher = RESULT.matcher(out);
        while (matcher.find()) {
            if (matcher.group(2).equals(verdict)) {
                ids.add(matcher.group(1));
            }
        }
        return ids;
    }
}
