package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Arguments that say which cases are meant. */
final class Selection {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "cases, as in 2.3, or whole sections, as in 2 (default: all)")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--skip", split = ",", paramLabel = "ID", description = "cases or sections to leave out")
    private List<String> skipped = new ArrayList<>();

    /** At least one case, in the catalogue's order. */
    List<Case> cases() {
        try {
            List<Case> cases = new ArrayList<>(Catalogue.select(ids));
            cases.removeAll(Catalogue.named(skipped));
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("no case is left");
            }
            return cases;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
