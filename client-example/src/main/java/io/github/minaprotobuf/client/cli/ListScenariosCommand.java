package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.Scope;
import io.github.minaprotobuf.client.serve.Scenario;
import io.github.minaprotobuf.client.serve.Scenarios;
import io.github.minaprotobuf.client.serve.Section;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the scenarios that {@code serve} plays. */
@Command(
        name = "scenarios",
        description = "Lists the scenarios of the command serve, and how a client has to end.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class ListScenariosCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            defaultValue = "all",
            description = "scenarios, as in C2.3, or whole sections, as in C2 (default: all)")
    private List<String> ids;

    @Override
    public Integer call() {
        List<Scenario> selected = selected();
        PrintWriter out = command.commandLine().getOut();
        for (Section section : Scenarios.sections()) {
            List<Scenario> scenarios =
                    section.scenarios().stream().filter(selected::contains).toList();
            if (!scenarios.isEmpty()) {
                out.println(section);
                scenarios.forEach(scenario -> print(scenario, out));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private List<Scenario> selected() {
        try {
            return Scenarios.named(ids);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static void print(Scenario scenario, PrintWriter out) {
        out.printf("  %-6s %-8s %s%s%n", scenario.id(), scenario.level(), scenario.title(), formats(scenario));
        out.printf("  %-6s %-8s   %s%n", "", "", scenario.requirement());
        out.printf("  %-6s %-8s   The client has to %s.%n", "", "", scenario.ending());
    }

    /** The formats of a scenario that is not about all of them. */
    private static String formats(Scenario scenario) {
        return scenario.scope() == Scope.EVERY_FORMAT ? "" : " (" + scenario.scope() + ")";
    }
}
