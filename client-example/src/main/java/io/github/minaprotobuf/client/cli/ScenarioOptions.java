package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.report.Verdict;
import io.github.minaprotobuf.client.serve.Scenario;
import io.github.minaprotobuf.client.serve.ScenarioResult;
import io.github.minaprotobuf.client.serve.Scenarios;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which scenarios are meant. */
final class ScenarioOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--scenario",
            required = true,
            split = ",",
            paramLabel = "ID|all",
            description = "scenarios, as in C2.3, or whole sections, as in C2, or all")
    private List<String> ids;

    @Option(names = "--skip", split = ",", paramLabel = "ID", description = "scenarios or sections to leave out")
    private List<String> skipped = new ArrayList<>();

    /** At least one, in the catalogue's order. */
    List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>(named(ids, command));
        scenarios.removeAll(named(skipped, command));
        if (scenarios.isEmpty()) {
            throw new ParameterException(command.commandLine(), "no scenario is left");
        }
        return scenarios;
    }

    /** What is expected of the client. */
    static final class Expected {

        @Spec(Spec.Target.MIXEE)
        private CommandSpec command;

        @Option(
                names = "--strict",
                description = "a strict scenario that fails, fails the run (by default, only one at level must does)")
        private boolean strict;

        @Option(
                names = "--known-failing",
                split = ",",
                paramLabel = "ID",
                description = "scenarios or sections that are expected to fail; one that passes fails the run")
        private List<String> knownFailing = new ArrayList<>();

        /** @throws ParameterException when a scenario is named that does not exist */
        void validate() {
            named(knownFailing, command);
        }

        Verdict judge(ScenarioResult result) {
            Scenario scenario = result.scenario();
            return Verdict.of(
                    result.outcome(),
                    scenario.level(),
                    strict,
                    named(knownFailing, command).contains(scenario));
        }
    }

    private static List<Scenario> named(List<String> selectors, CommandSpec command) {
        try {
            return Scenarios.named(selectors);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
