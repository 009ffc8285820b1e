package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Result;
import io.github.minaprotobuf.client.check.Result.Outcome;
import io.github.minaprotobuf.client.check.Runner;
import io.github.minaprotobuf.client.check.ServerPolicy;
import io.github.minaprotobuf.client.report.Entry;
import io.github.minaprotobuf.client.report.Report;
import io.github.minaprotobuf.client.report.Run;
import io.github.minaprotobuf.client.report.TextReport;
import io.github.minaprotobuf.client.report.Verdict;
import io.github.minaprotobuf.client.send.TypeIds;
import io.github.minaprotobuf.client.wire.Side;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Trace;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Runs cases against a server. */
@Command(
        name = "check",
        description = "Runs the conformance cases against an echo server, and tells which it fails.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class CheckCommand implements Callable<Integer> {

    private static final String ECHO = "minaprotobuf.example.Echo";
    private static final String DEFAULT_TIMEOUT = "10";

    /** Random seeds are below this: short enough to type again. */
    private static final int SEEDS = 1_000_000;

    @Spec
    private CommandSpec command;

    @Mixin
    private Selection selection;

    @Mixin
    private TargetOptions targetOptions;

    @Mixin
    private Expectations expectations;

    @Mixin
    private ReportOptions reports;

    @Option(
            names = "--timeout",
            defaultValue = DEFAULT_TIMEOUT,
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long a case may take, beyond the time that it cannot do without"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "what random data starts from; printed, so that a failure can be repeated (default: random)")
    private Long seed;

    @Option(
            names = "--types",
            paramLabel = "FILE",
            description = "for formats with a type: a file of lines 'ID = NAME', where " + ECHO + " has its id")
    private Path types;

    @Option(names = "--trace", description = "shows the bytes of each write and read on stderr, up to 256 of each")
    private boolean trace;

    @Override
    public Integer call() throws UnreachableException, ClientFailureException {
        List<Case> cases = selection.cases();
        expectations.validate();
        reports.validate();
        if (seed == null) {
            seed = (long) ThreadLocalRandom.current().nextInt(SEEDS);
        }
        Heap.require(cases, targetOptions.maxBody(), targetOptions.inProcess());
        try (ServerUnderTest server = targetOptions.open(echoId())) {
            return check(cases, server);
        }
    }

    private OptionalLong echoId() {
        try {
            OptionalLong id = types == null ? OptionalLong.empty() : TypeIds.idIn(types, Side.CLIENT, ECHO);
            if (types != null && id.isEmpty()) {
                throw new IllegalArgumentException(types + " has no id of " + ECHO + ", which check sends");
            }
            return id;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), FileProblem.of(types, e), e);
        }
    }

    private int check(List<Case> cases, ServerUnderTest server) throws ClientFailureException {
        PrintWriter err = command.commandLine().getErr();
        Target target = trace ? server.target().tracedBy(Trace.to(err::println)) : server.target();
        Run run = Run.ofServer(
                ClientCommand.Version.text(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                target.address(),
                target.wire().toString(),
                targetOptions.maxBody(),
                seed);
        String kind = server.inProcess().isPresent() ? "an echo server in process" : "the server";
        err.printf("checking %s: %s%n", kind, run);
        TextReport text = reports.text();
        Report report = Report.of(run, run(cases, target, text));
        text.summary(report);
        reports.write(report);
        return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Entry> run(List<Case> cases, Target target, TextReport text) throws ClientFailureException {
        List<Entry> entries = new ArrayList<>();
        ServerPolicy policy = expectations.policy(targetOptions.maxBody());
        Rerun rerun = rerun(command.commandLine().getParseResult(), seed);
        try (Runner runner = new Runner(target, policy, timeout, seed);
                CheckProgress progress = CheckProgress.of(cases.size())) {
            for (Case testCase : cases) {
                progress.starting(testCase);
                Result result = run(testCase, runner);
                Entry entry = Entry.of(result, expectations.judge(result), rerun.commandLine(testCase.id()));
                progress.finished(() -> text.finished(entry));
                boolean isFirst = entries.stream().allMatch(before -> before.verdict() == Verdict.SKIP);
                entries.add(entry);
                if (isFirst && result.outcome() == Outcome.FAILED && isOfAnotherFormat(target, text)) {
                    break;
                }
            }
        }
        return entries;
    }

    /** Asks after the first case: in the wrong format all others would fail too, and most only when their time is out. */
    private boolean isOfAnotherFormat(Target target, TextReport text) {
        if (!targetOptions.mayTryFormats()) {
            return false;
        }
        byte[] body = Echo.newBuilder().setId(1).setText("hi").build().toByteArray();
        Optional<Diagnosis> diagnosis = Diagnosis.byTrying(target, Diagnosis.answer(target, body), body);
        boolean stops = diagnosis.flatMap(Diagnosis::answered).isPresent();
        diagnosis.ifPresent(
                found -> text.note(found.text() + (stops ? "; no other case is run (--no-probe runs them all)" : "")));
        return stops;
    }

    /** @param seed that of this run, which need not have been given */
    static Rerun rerun(ParseResult given, long seed) {
        Rerun rerun = new Rerun(given, Set.of("selection", "reports"));
        return given.hasMatchedOption("--seed") ? rerun : rerun.and(List.of("--seed", Long.toString(seed)));
    }

    private static Result run(Case testCase, Runner runner) throws ClientFailureException {
        try {
            return runner.run(testCase);
        } catch (VirtualMachineError e) {
            throw new ClientFailureException("case " + testCase.id() + ": " + Heap.advice(e), e);
        }
    }
}
