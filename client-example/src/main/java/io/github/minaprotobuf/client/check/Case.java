package io.github.minaprotobuf.client.check;

import java.time.Duration;

/**
 * One thing that a server is asked to get right.
 *
 * @param id section and number, {@code 2.3}; never renumbered, since people keep lists of them
 * @param title what is done, in a few words
 * @param requirement what the server has to do, in a sentence
 * @param scope the formats that the case is about
 * @param disruptive whether the case may break a server for all clients: then a new connection has to echo after it
 * @param extraTime how much longer it may take than other cases
 * @param heap what it needs of the client's heap
 */
public record Case(
        String id,
        String title,
        String requirement,
        Level level,
        Scope scope,
        boolean disruptive,
        Duration extraTime,
        HeapNeed heap,
        Script script) {

    /** What a case does to the server. */
    @FunctionalInterface
    public interface Script {
        /** @throws CaseFailure when the server did not do as required */
        void run(Trial trial) throws CaseFailure;
    }

    static Case must(String id, String title, String requirement, Script script) {
        return of(id, title, requirement, Level.MUST, script);
    }

    static Case strict(String id, String title, String requirement, Script script) {
        return of(id, title, requirement, Level.STRICT, script);
    }

    static Case optional(String id, String title, String requirement, Script script) {
        return of(id, title, requirement, Level.OPTIONAL, script);
    }

    Case onlyFor(Scope narrower) {
        return new Case(id, title, requirement, level, narrower, disruptive, extraTime, heap, script);
    }

    Case isDisruptive() {
        return new Case(id, title, requirement, level, scope, true, extraTime, heap, script);
    }

    Case takingUpTo(Duration extra) {
        return new Case(id, title, requirement, level, scope, disruptive, extra, heap, script);
    }

    Case holdingLongestBodies(int bodies) {
        return needing(new HeapNeed(bodies, HeapNeed.LITTLE));
    }

    Case holdingMebibytes(int mebibytes) {
        return needing(new HeapNeed(0, mebibytes));
    }

    private Case needing(HeapNeed need) {
        return new Case(id, title, requirement, level, scope, disruptive, extraTime, need, script);
    }

    private static Case of(String id, String title, String requirement, Level level, Script script) {
        return new Case(
                id,
                title,
                requirement,
                level,
                Scope.EVERY_FORMAT,
                false,
                Duration.ZERO,
                new HeapNeed(0, HeapNeed.LITTLE),
                script);
    }
}
