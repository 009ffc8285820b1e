package io.github.minaprotobuf.client.serve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.check.Level;
import io.github.minaprotobuf.client.check.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServeGuideTest {

    private static final Path GUIDE = Path.of("src", "site", "markdown", "interop-client.md");

    @Test
    void theGuideHasEveryScenarioAsTheCatalogueHasIt() throws IOException {
        String table = Scenarios.sections().stream()
                .flatMap(section -> section.scenarios().stream())
                .map(ServeGuideTest::row)
                .collect(Collectors.joining("", "| id | the server | the client ends with |\n|---|---|---|\n", ""));

        assertTrue(Files.readString(GUIDE).contains("\n" + table + "\n"), () -> "the guide lacks\n" + table);
    }

    private static String row(Scenario scenario) {
        List<String> remarks = new ArrayList<>();
        if (scenario.level() != Level.MUST) {
            remarks.add(scenario.level().toString());
        }
        if (scenario.scope() != Scope.EVERY_FORMAT) {
            remarks.add(scenario.scope().toString());
        }
        return "| " + scenario.id() + " | " + scenario.title()
                + (remarks.isEmpty() ? "" : " (" + String.join("; ", remarks) + ")") + " | "
                + scenario.ending().name().toLowerCase(Locale.ROOT) + " |\n";
    }
}
