package io.github.minaprotobuf.client;

import io.github.minaprotobuf.client.report.HtmlReport;
import io.github.minaprotobuf.client.report.JsonReport;
import io.github.minaprotobuf.client.report.JunitReport;
import io.github.minaprotobuf.client.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that ask for reports beside the text. */
final class ReportOptions {

    private static final Path STDOUT = Path.of("-");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--junit-report", paramLabel = "FILE", description = "writes the results for a CI system")
    private Path junit;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "writes the results for a program; with -, to stdout, and the text to stderr")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "writes the results as one page for a browser")
    private Path html;

    /** Where the text goes: stdout, unless a report does. */
    PrintWriter text() {
        return Stream.of(junit, json, html).anyMatch(STDOUT::equals)
                ? command.commandLine().getErr()
                : command.commandLine().getOut();
    }

    /** @throws ParameterException when a report could not be written: better now than when all is done */
    void validate() {
        Stream.of(junit, json, html)
                .filter(file -> file != null && !file.equals(STDOUT))
                .forEach(file -> {
                    Path directory = file.toAbsolutePath().getParent();
                    boolean writable = Files.exists(file)
                            ? Files.isRegularFile(file) && Files.isWritable(file)
                            : Files.isDirectory(directory) && Files.isWritable(directory);
                    if (!writable) {
                        throw new ParameterException(command.commandLine(), "cannot write " + file);
                    }
                });
    }

    /** Writes all that are asked for. */
    void write(Report report) throws ClientFailureException {
        write(report, junit, JunitReport::write);
        write(report, html, HtmlReport::write);
        write(report, json, JsonReport::write);
    }

    private void write(Report report, Path file, Form form) throws ClientFailureException {
        if (file == null) {
            return;
        }
        try {
            if (file.equals(STDOUT)) {
                PrintWriter out = command.commandLine().getOut();
                form.write(report, out);
                out.flush();
            } else {
                try (Writer out = Files.newBufferedWriter(file)) {
                    form.write(report, out);
                }
            }
        } catch (IOException e) {
            throw ClientFailureException.cannotWrite(file, e);
        }
    }

    @FunctionalInterface
    private interface Form {
        void write(Report report, Writer out) throws IOException;
    }
}
