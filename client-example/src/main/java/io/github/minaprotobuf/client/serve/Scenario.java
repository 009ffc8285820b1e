package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.client.check.Level;
import io.github.minaprotobuf.client.check.Scope;
import java.util.List;

/**
 * One thing that a client is asked to get right.
 *
 * @param id section and number, {@code C2.3}; never renumbered, since people keep lists of them
 * @param title what the server does, in a few words
 * @param requirement why the client has to end as it has to, in a sentence
 * @param ids the ids that the client has to send; empty when any will do
 * @param scope the formats that the scenario is about
 */
public record Scenario(
        String id,
        String title,
        String requirement,
        Level level,
        Ending ending,
        List<Long> ids,
        Scope scope,
        Script script) {

    /** What the server does. */
    @FunctionalInterface
    interface Script {
        /** @throws ClientFault when the client did not do as required */
        void run(Visit visit) throws ClientFault;
    }

    /** The replies are right: the client has to succeed. */
    static Scenario right(String id, String title, String requirement, Script script) {
        return of(id, title, requirement, Ending.SUCCESS, script);
    }

    /** Something is wrong: the client has to notice. */
    static Scenario wrong(String id, String title, String requirement, Script script) {
        return of(id, title, requirement, Ending.FAILURE, script);
    }

    Scenario strict() {
        return new Scenario(id, title, requirement, Level.STRICT, ending, ids, scope, script);
    }

    Scenario optional() {
        return new Scenario(id, title, requirement, Level.OPTIONAL, ending, ids, scope, script);
    }

    Scenario sending(Long... requests) {
        return new Scenario(id, title, requirement, level, ending, List.of(requests), scope, script);
    }

    Scenario onlyFor(Scope narrower) {
        return new Scenario(id, title, requirement, level, ending, ids, narrower, script);
    }

    private static Scenario of(String id, String title, String requirement, Ending ending, Script script) {
        return new Scenario(id, title, requirement, Level.MUST, ending, List.of(), Scope.EVERY_FORMAT, script);
    }
}
