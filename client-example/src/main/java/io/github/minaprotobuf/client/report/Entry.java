package io.github.minaprotobuf.client.report;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.client.check.Catalogue;
import io.github.minaprotobuf.client.check.Cause;
import io.github.minaprotobuf.client.check.Exchange;
import io.github.minaprotobuf.client.check.Result;
import io.github.minaprotobuf.client.check.Section;
import io.github.minaprotobuf.client.serve.Scenario;
import io.github.minaprotobuf.client.serve.ScenarioResult;
import io.github.minaprotobuf.client.serve.Scenarios;

/**
 * One case in a report; the names are those of the JSON.
 *
 * @param rerun the command line that runs this case again
 * @param since the earlier case that explains a failure; null where none does, and then not in the JSON
 */
public record Entry(
        String id,
        String section,
        String title,
        String requirement,
        String level,
        Verdict verdict,
        double seconds,
        String sent,
        String expected,
        String received,
        String rerun,
        Cause since) {

    /** The entry for one result of a server. */
    public static Entry of(Result result, Verdict verdict, String rerun) {
        Case testCase = result.testCase();
        Exchange exchange = result.exchange();
        return new Entry(
                testCase.id(),
                sectionOf(testCase),
                testCase.title(),
                testCase.requirement(),
                testCase.level().toString(),
                verdict,
                result.time().toMillis() / 1e3,
                exchange.sent(),
                exchange.expected(),
                exchange.received(),
                rerun,
                result.cause().orElse(null));
    }

    /** The entry for one result of a client. */
    public static Entry of(ScenarioResult result, Verdict verdict, String rerun) {
        Scenario scenario = result.scenario();
        Exchange exchange = result.exchange();
        return new Entry(
                scenario.id(),
                Scenarios.sectionOf(scenario).toString(),
                scenario.title(),
                scenario.requirement(),
                scenario.level().toString(),
                verdict,
                result.time().toMillis() / 1e3,
                exchange.sent(),
                exchange.expected(),
                exchange.received(),
                rerun,
                null);
    }

    private static String sectionOf(Case testCase) {
        return Catalogue.sections().stream()
                .filter(section -> section.cases().contains(testCase))
                .map(Section::toString)
                .findFirst()
                .orElseThrow();
    }
}
