package io.github.minaprotobuf.client;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Result;
import io.github.minaprotobuf.client.check.Runner;
import io.github.minaprotobuf.client.check.TextReport;
import io.github.minaprotobuf.client.wire.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs cases against a server. */
@Command(
        name = "check",
        description = "Runs the conformance cases against an echo server, and tells which it fails.",
        mixinStandardHelpOptions = true,
        versionProvider = InteropClient.Version.class,
        usageHelpAutoWidth = true)
final class CheckCommand implements Callable<Integer> {

    private static final String DEFAULT_TIMEOUT = "10";

    /** Short enough to retype. */
    private static final int SEEDS = 1_000_000;

    @Spec
    private CommandSpec command;

    @Mixin
    private Selection selection;

    @Mixin
    private TargetOptions targetOptions;

    @Option(names = "--timeout", defaultValue = DEFAULT_TIMEOUT, paramLabel = "SECONDS",
            converter = SecondsConverter.class, description = "how long a case may take (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(names = "--seed", paramLabel = "NUMBER",
            description = "what random data starts from; printed, so that a failure can be repeated (default: random)")
    private Long seed;

    @Override
    public Integer call() throws UnreachableException {
        List<Case> cases = selection.cases();
        try (ServerUnderTest server = targetOptions.open()) {
            return check(cases, server);
        }
    }

    private int check(List<Case> cases, ServerUnderTest server) {
        long startOfRandom = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        String circumstances = circumstances(server.target(), startOfRandom);
        command.commandLine().getErr().printf("checking %s: %s%n",
                server.inProcess().isPresent() ? "an echo server in process" : "the server", circumstances);
        TextReport report =
                new TextReport(command.commandLine().getOut(), testCase -> rerunCommand(testCase, startOfRandom));
        List<Result> results = new ArrayList<>();
        try (Runner runner = new Runner(server.target(), timeout, startOfRandom)) {
            for (Case testCase : cases) {
                Result result = runner.run(testCase);
                report.finished(result);
                results.add(result);
            }
        }
        report.summary(results, circumstances);
        return results.stream().allMatch(Result::passed) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String circumstances(Target target, long startOfRandom) {
        return target.wire() + ", " + target.address() + ", seed " + startOfRandom;
    }

    private String rerunCommand(Case testCase, long startOfRandom) {
        return "java -jar " + jar() + " check " + testCase.id() + " " + targetOptions.asArguments() + " --seed "
                + startOfRandom;
    }

    /** As the user typed it: the class path of {@code java -jar X} is X. */
    private static String jar() {
        String classPath = System.getProperty("java.class.path", "");
        return classPath.endsWith(InteropClient.NAME + ".jar") ? classPath : InteropClient.NAME + ".jar";
    }
}
