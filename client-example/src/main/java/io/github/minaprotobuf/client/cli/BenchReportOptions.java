package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.bench.BenchReport;
import io.github.minaprotobuf.client.bench.Comparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say where measured results go, and what to compare them with. */
final class BenchReportOptions {

    private static final Path STDOUT = Path.of("-");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "writes the results for a program; with -, to stdout, and the text to stderr")
    private Path json;

    @Option(
            names = "--hdr-file",
            paramLabel = "FILE",
            description = "writes the latencies of a single step as an HdrHistogram percentile distribution, in ms")
    private Path hdrFile;

    @Option(
            names = "--compare",
            paramLabel = "OTHER.json",
            description = "shows the ratios of rate and latencies to those that --json saved of another run of the same"
                    + " load")
    private Path other;

    /** @throws ParameterException when a file could not be written or read: better told now than after the run */
    void validate(boolean severalSteps) {
        if (!STDOUT.equals(json)) {
            requireWritable("--json", json);
        }
        requireWritable("--hdr-file", hdrFile);
        require(hdrFile == null || !severalSteps, "--hdr-file is about a single step");
    }

    /** Where the text goes: stdout, unless the JSON does. */
    PrintWriter text() {
        CommandLine client = command.commandLine();
        return STDOUT.equals(json) ? client.getErr() : client.getOut();
    }

    /** @throws ParameterException when the file is not the result of another run */
    Optional<Comparison> comparison() {
        if (other == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Comparison.with(other));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--compare " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), "--compare: cannot read " + FileProblem.of(other, e), e);
        }
    }

    /** Writes all that are asked for. */
    void write(BenchReport report, String started) throws ClientFailureException {
        String client = ClientCommand.Version.text();
        if (STDOUT.equals(json)) {
            command.commandLine().getOut().print(report.json(client, started));
            command.commandLine().getOut().flush();
        } else if (json != null) {
            OutputFile.write(json, file -> Files.writeString(file, report.json(client, started)));
        }
        if (hdrFile != null) {
            OutputFile.write(hdrFile, report::writeDistribution);
        }
    }

    private void requireWritable(String option, Path file) {
        if (file != null) {
            OutputFile.problem(file).ifPresent(problem -> require(false, option + ": cannot write " + problem));
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }
}
