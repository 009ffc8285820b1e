package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import io.github.minaprotobuf.client.check.Scope;
import io.github.minaprotobuf.client.check.Section;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the catalogue. */
@Command(
        name = "list",
        description = "Lists the conformance cases, and what each requires of a server.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true,
        subcommands = {ListScenariosCommand.class, ListTypesCommand.class})
final class ListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private Selection selection;

    @Override
    public Integer call() {
        List<Case> selected = selection.cases();
        for (Section section : Catalogue.sections()) {
            print(section, section.cases().stream().filter(selected::contains).toList());
        }
        return ExitCode.OK;
    }

    private void print(Section section, List<Case> cases) {
        if (cases.isEmpty()) {
            return;
        }
        PrintWriter out = command.commandLine().getOut();
        out.println(section);
        for (Case testCase : cases) {
            out.printf("  %-5s %-8s %s%s%n", testCase.id(), testCase.level(), testCase.title(), formats(testCase));
            out.printf("  %-5s %-8s   %s%n", "", "", testCase.requirement());
        }
        out.flush();
    }

    /** The formats of a case that is not about all of them. */
    private static String formats(Case testCase) {
        return testCase.scope() == Scope.EVERY_FORMAT ? "" : " (" + testCase.scope() + ")";
    }
}
