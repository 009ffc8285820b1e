package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.report.Entry;
import io.github.minaprotobuf.client.report.Report;
import io.github.minaprotobuf.client.report.Run;
import io.github.minaprotobuf.client.report.TextReport;
import io.github.minaprotobuf.client.serve.ClientUnderTest;
import io.github.minaprotobuf.client.serve.ProgramUnderTest;
import io.github.minaprotobuf.client.serve.Scenario;
import io.github.minaprotobuf.client.serve.ScenarioResult;
import io.github.minaprotobuf.client.serve.ScenarioRunner;
import io.github.minaprotobuf.client.serve.StartedByHand;
import io.github.minaprotobuf.client.wire.Trace;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a server to a client, and judges how the client takes it. */
@Command(
        name = "serve",
        description = {
            "Plays an echo server that cuts, delays, breaks off or is wrong, and tells which scenarios a client fails.",
            "The client sends an Echo with each of the ids, waits for no reply before it has sent all, reads as many"
                    + " replies, ends its direction of the connection, and exits with 0 when each reply had its"
                    + " request's id and nothing came behind them, else with another code."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class ServeCommand implements Callable<Integer> {

    private static final int LARGEST_PORT = 65_535;

    /** Less cannot come in a wrong order with a right reply before. */
    private static final int FEWEST_IDS = 3;

    @Spec
    private CommandSpec command;

    @Mixin
    private ScenarioOptions selection;

    @Mixin
    private ScenarioOptions.Expected expected;

    @Mixin
    private ReportOptions reports;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "the address to listen on (default: ${DEFAULT-VALUE})")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port to listen on (default with a COMMAND: a free one for each scenario)")
    private Integer port;

    @Option(
            names = "--format",
            defaultValue = "le32",
            paramLabel = "FORMAT",
            converter = WireConverter.class,
            description = WireConverter.FORMATS)
    private Wire wire;

    @Option(
            names = "--ids",
            defaultValue = "1,2,3,4,5",
            split = ",",
            paramLabel = "ID",
            description = "what the client sends where a scenario leaves it the choice; at least 3, all different,"
                    + " none 0 (default: ${DEFAULT-VALUE})")
    private List<Long> ids;

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long the client may take for a scenario, its start included (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--jobs",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description = "how many scenarios run at once; without --port only (default: ${DEFAULT-VALUE})")
    private int jobs;

    @Option(names = "--trace", description = "shows the bytes of each write and read on stderr, up to 256 of each")
    private boolean trace;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "behind --: the client and its arguments, started for each scenario; {host}, {port},"
                    + " {format} and {ids} (separated by commas) are filled in. Without it, each scenario waits for"
                    + " a client that you start")
    private List<String> program = new ArrayList<>();

    @Override
    public Integer call() throws ClientFailureException, InterruptedException {
        List<Scenario> scenarios = selection.scenarios();
        validate();
        PrintWriter err = command.commandLine().getErr();
        Run run = Run.ofClient(
                ClientCommand.Version.text(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                program.isEmpty() ? "a client started by hand" : String.join(" ", program),
                wire.toString());
        err.printf("checking a client: %s%n", run);
        TextReport text = reports.text();
        Report report = Report.of(run, run(scenarios, text));
        text.summary(report);
        reports.write(report);
        return report.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void validate() {
        expected.validate();
        reports.validate();
        if (program.isEmpty() && port == null) {
            throw wrongUsage("a --port to listen on, or behind -- the client's command");
        }
        if (port != null && (port < 1 || port > LARGEST_PORT)) {
            throw wrongUsage("--port " + port + " is not in 1.." + LARGEST_PORT);
        }
        if (jobs < 1 || (jobs > 1 && port != null)) {
            throw wrongUsage("--jobs " + jobs + (jobs < 1 ? " is not positive" : " at one --port"));
        }
        if (ids.size() < FEWEST_IDS || new HashSet<>(ids).size() < ids.size() || ids.contains(0L)) {
            throw wrongUsage("--ids are at least " + FEWEST_IDS + ", all different, none 0");
        }
        if (listen().isUnresolved()) {
            throw wrongUsage("--host: there is no host " + host);
        }
    }

    private InetSocketAddress listen() {
        return new InetSocketAddress(host, port == null ? 0 : port);
    }

    private List<Entry> run(List<Scenario> scenarios, TextReport text) throws InterruptedException {
        PrintWriter err = command.commandLine().getErr();
        ClientUnderTest client = program.isEmpty() ? new StartedByHand(err::println) : new ProgramUnderTest(program);
        Rerun rerun = rerun();
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try (ScenarioRunner runner = new ScenarioRunner(
                client, listen(), wire, ids, timeout, trace ? Trace.to(err::println) : Trace.none())) {
            List<Future<ScenarioResult>> results = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                results.add(workers.submit(() -> runner.run(scenario)));
            }
            List<Entry> entries = new ArrayList<>();
            for (Future<ScenarioResult> future : results) {
                ScenarioResult result = get(future);
                Entry entry = Entry.of(
                        result,
                        expected.judge(result),
                        rerun.commandLine("--scenario", result.scenario().id()));
                text.finished(entry);
                entries.add(entry);
            }
            return entries;
        } finally {
            workers.shutdownNow();
        }
    }

    private ScenarioResult get(Future<ScenarioResult> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw wrongUsage(cause.getMessage()); // the address is in use, or there is no such program
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Rerun rerun() {
        Rerun rerun = new Rerun(command.commandLine().getParseResult(), Set.of("selection", "reports"));
        if (!program.isEmpty()) {
            rerun.and(List.of("--")).and(program);
        }
        return rerun;
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
