package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.bench.Step;
import io.github.minaprotobuf.server.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say what a measured server has to reach. */
final class GateOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--max-failures",
            defaultValue = "0",
            paramLabel = "NUMBER",
            description = "exits with 1 when more requests of a step fail (default: ${DEFAULT-VALUE})")
    private long maxFailures;

    @Option(
            names = "--max-p99",
            paramLabel = "MILLISECONDS",
            description = "exits with 1 when the 99th percentile of a step is longer; corrected, where there is a rate")
    private Double maxP99;

    @Option(
            names = "--saturate",
            description = "finds the highest rate that keeps to --max-p99 and --max-failures: doubles the rate from"
                    + " --rate on, or else from 1k, then halves what is left; each step lasts --duration")
    private boolean saturate;

    /** @throws ParameterException when a limit makes no sense */
    void validate(int rates) {
        require(maxFailures >= 0, "--max-failures " + maxFailures + " is less than 0");
        require(maxP99 == null || maxP99 > 0, "--max-p99 " + maxP99 + " is not more than 0");
        require(!saturate || maxP99 != null, "--saturate needs --max-p99");
        require(!saturate || rates <= 1, "--saturate starts from one --rate");
    }

    boolean saturate() {
        return saturate;
    }

    /** Only where there is one, as for {@link #saturate()}. */
    double maxP99() {
        return maxP99;
    }

    /** What the step does not keep to, in words; empty when it is good. */
    List<String> broken(Step step) {
        List<String> broken = new ArrayList<>();
        long failures = step.outcome().failureCount();
        if (failures > maxFailures) {
            broken.add(String.format(
                    Locale.ROOT, "%s, more than --max-failures %d", Count.of(failures, "failure"), maxFailures));
        }
        if (maxP99 != null && step.millisAt(99) > maxP99) {
            broken.add(String.format(Locale.ROOT, "p99 of %.3f ms, more than --max-p99 %s", step.millisAt(99), maxP99));
        }
        return broken;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }
}
