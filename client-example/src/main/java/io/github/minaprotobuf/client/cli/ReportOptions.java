package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.report.HtmlReport;
import io.github.minaprotobuf.client.report.JsonReport;
import io.github.minaprotobuf.client.report.JunitReport;
import io.github.minaprotobuf.client.report.Report;
import io.github.minaprotobuf.client.report.TextReport;
import io.github.minaprotobuf.client.report.TextStyle;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options that say how the text looks, and ask for reports beside it. */
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

    @Option(
            names = "--color",
            defaultValue = "auto",
            paramLabel = "auto|always|never",
            converter = ColorConverter.class,
            description =
                    "colours the verdicts; auto: on a terminal, unless NO_COLOR is set (default: ${DEFAULT-VALUE})")
    private Color color;

    /** The text goes to stdout, unless a report does; a terminal's width is that of the usage help. */
    TextReport text() {
        CommandLine client = command.commandLine();
        boolean stdout = Stream.of(junit, json, html).noneMatch(STDOUT::equals);
        boolean terminal = stdout ? Terminal.isStdout() : Terminal.isStderr();
        int width = terminal ? command.usageMessage().width() : TextStyle.PLAIN.width();
        return new TextReport(
                stdout ? client.getOut() : client.getErr(),
                new TextStyle(width, color.isOn(terminal, System.getenv())));
    }

    /** @throws ParameterException when a report could not be written: better told now than after the run */
    void validate() {
        Stream.of(junit, json, html)
                .filter(file -> file != null && !file.equals(STDOUT))
                .map(OutputFile::problem)
                .flatMap(Optional::stream)
                .forEach(problem -> {
                    throw new ParameterException(command.commandLine(), "cannot write " + problem);
                });
    }

    /** Writes all that are asked for. */
    void write(Report report) throws ClientFailureException {
        write(report, junit, JunitReport::write);
        write(report, html, HtmlReport::write);
        write(report, json, JsonReport::write);
    }

    private void write(Report report, Path file, Writing writing) throws ClientFailureException {
        if (STDOUT.equals(file)) {
            OutputFile.write(
                    file, stdout -> writing.write(report, command.commandLine().getOut()));
            command.commandLine().getOut().flush();
        } else if (file != null) {
            OutputFile.write(file, any -> {
                try (Writer out = Files.newBufferedWriter(any)) {
                    writing.write(report, out);
                }
            });
        }
    }

    private static final class ColorConverter implements ITypeConverter<Color> {
        @Override
        public Color convert(String name) {
            return Stream.of(Color.values())
                    .filter(color -> color.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + name + "' is none of auto, always and never"));
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write(Report report, Writer out) throws IOException;
    }
}
