package io.github.minaprotobuf.client.cli;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.bench.BenchReport;
import io.github.minaprotobuf.client.bench.CodecFormat;
import io.github.minaprotobuf.client.bench.LoadRun;
import io.github.minaprotobuf.client.bench.Outcome;
import io.github.minaprotobuf.client.bench.PayloadSizes;
import io.github.minaprotobuf.client.bench.Plan;
import io.github.minaprotobuf.client.send.Form;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.wire.Side;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.server.Count;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures a server. */
@Command(
        name = "bench",
        description = "Measures an echo server: rate and latency, every reply verified.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private TargetOptions targetOptions;

    @Option(
            names = "--connections",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description = "how many connections (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--pipeline",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description = "the most requests under way on each connection (default: ${DEFAULT-VALUE})")
    private int pipeline;

    @Option(
            names = "--payload-size",
            defaultValue = "10",
            paramLabel = "SIZE|FROM-TO",
            converter = SizesConverter.class,
            description = "bytes of payload in each message, as in 10, 4KiB or 10-64KiB (default: ${DEFAULT-VALUE})")
    private PayloadSizes payload;

    @Option(
            names = "--request",
            paramLabel = "MESSAGE",
            description =
                    "what to send instead of echoes, as JSON or in text format, to a server that answers each with"
                            + " one message; what that is, is not looked at")
    private String request;

    @Mixin
    private MessageOptions messages;

    @Option(
            names = "--duration",
            defaultValue = "10",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to measure (default: ${DEFAULT-VALUE})")
    private Duration duration;

    @Option(
            names = "--requests",
            paramLabel = "NUMBER",
            description = "how many requests to measure, instead of a duration")
    private Long requests;

    @Option(
            names = "--warmup",
            defaultValue = "1",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to run before anything is counted (default: ${DEFAULT-VALUE})")
    private Duration warmup;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            description = "requests a second over all connections, on schedule however slow the replies; latency then"
                    + " counts from the time each was meant to be sent (default: as fast as replies come)")
    private Double rate;

    @Option(
            names = "--io-threads",
            paramLabel = "NUMBER",
            description = "threads that the client's connections share (default: one for each processor)")
    private int ioThreads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to wait where no reply comes (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "write the results as JSON; - is stdout, instead of the table")
    private Path json;

    @Option(
            names = "--hdr-file",
            paramLabel = "FILE",
            description = "write the latencies as an HdrHistogram percentile distribution, in ms")
    private Path hdrFile;

    @Option(
            names = "--max-failures",
            defaultValue = "0",
            paramLabel = "NUMBER",
            description = "exit with 1 when more requests fail (default: ${DEFAULT-VALUE})")
    private long maxFailures;

    @Option(
            names = "--max-p99",
            paramLabel = "MILLISECONDS",
            description = "exit with 1 when the 99th percentile is longer")
    private Double maxP99;

    @Override
    public Integer call() throws UnreachableException, ClientFailureException, InterruptedException {
        validate();
        MessageType type = messages.typeOrEcho();
        Optional<ByteString> body = Optional.ofNullable(request).map(text -> body(text, type));
        OptionalLong id = messages.ids().idOf(Side.CLIENT, type.descriptor());
        try (ServerUnderTest server = targetOptions.open(id)) {
            require(server.target().tls().isEmpty(), "bench speaks plain text only");
            requireCodec(server.target().wire());
            Plan plan = plan(server.target(), body);
            Outcome outcome;
            try (LoadRun load = new LoadRun(plan);
                    BenchProgress progress =
                            new BenchProgress(command.commandLine().getErr())) {
                outcome = load.run(progress);
            }
            BenchReport report = new BenchReport(plan, outcome);
            write(report);
            return verdict(plan, outcome, report);
        }
    }

    private void validate() {
        require(connections >= 1, "--connections " + connections + " is less than 1");
        require(pipeline >= 1, "--pipeline " + pipeline + " is less than 1");
        require(ioThreads >= 1, "--io-threads " + ioThreads + " is less than 1");
        require(requests == null || requests >= 1, "--requests " + requests + " is less than 1");
        require(rate == null || (rate > 0 && rate <= 1e9), "--rate " + rate + " is not in 0..1e9");
        require(maxFailures >= 0, "--max-failures " + maxFailures + " is less than 0");
        requireWritable("--json", json);
        requireWritable("--hdr-file", hdrFile);
        require(maxP99 == null || maxP99 > 0, "--max-p99 " + maxP99 + " is not more than 0");
    }

    /** bench sends and reads through the codec. */
    private void requireCodec(Wire wire) {
        try {
            CodecFormat.of(wire);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private void requireWritable(String option, Path file) {
        if (file != null && !isStdout(file)) {
            OutputFile.problem(file).ifPresent(problem -> require(false, option + ": cannot write " + problem));
        }
    }

    private static boolean isStdout(Path file) {
        return file.toString().equals("-");
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    private Plan plan(Target target, Optional<ByteString> body) {
        return new Plan(
                target,
                connections,
                pipeline,
                payload,
                body,
                warmup,
                duration,
                requests == null ? OptionalLong.empty() : OptionalLong.of(requests),
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                ioThreads,
                timeout);
    }

    private void write(BenchReport report) throws ClientFailureException {
        PrintWriter out = command.commandLine().getOut();
        if (json != null && isStdout(json)) {
            out.print(report.json());
            out.flush();
        } else {
            report.print(out);
        }
        if (json != null && !isStdout(json)) {
            OutputFile.write(json, file -> Files.writeString(file, report.json()));
        }
        if (hdrFile != null) {
            OutputFile.write(hdrFile, report::writeDistribution);
        }
    }

    private int verdict(Plan plan, Outcome outcome, BenchReport report) {
        PrintWriter err = command.commandLine().getErr();
        boolean good = true;
        if (outcome.failureCount() > maxFailures) {
            err.printf(
                    Locale.ROOT,
                    "bench: %s, more than --max-failures %d%n",
                    Count.of(outcome.failureCount(), "failure"),
                    maxFailures);
            good = false;
        }
        if (maxP99 != null && report.correctedMillis(99) > maxP99) {
            err.printf(
                    Locale.ROOT, "bench: p99 of %.3f ms, more than --max-p99 %s%n", report.correctedMillis(99), maxP99);
            good = false;
        }
        if (outcome.replies() == 0) {
            err.println("bench: no reply at all; " + diagnosis(plan));
            good = false;
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private String diagnosis(Plan plan) {
        byte[] body = plan.request().orElseGet(BenchCommand::anEcho).toByteArray();
        byte[] came = Diagnosis.answer(plan.target(), body);
        Optional<Diagnosis> diagnosis = targetOptions.mayTryFormats()
                ? Diagnosis.byTrying(plan.target(), came, body)
                : Diagnosis.byWhatCame(plan.target(), came);
        return diagnosis.map(Diagnosis::text).orElseGet(() -> Diagnosis.unknown(plan.target()));
    }

    private static ByteString anEcho() {
        return Echo.newBuilder().setId(1).setText("hi").build().toByteString();
    }

    private ByteString body(String text, MessageType type) {
        try {
            return Form.of(text).parse(text, type).toByteString();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--request: " + e.getMessage(), e);
        }
    }

    private static final class SizesConverter implements ITypeConverter<PayloadSizes> {
        @Override
        public PayloadSizes convert(String text) {
            try {
                return PayloadSizes.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
