package io.github.minaprotobuf.client.check;

/**
 * One thing that a server is asked to get right.
 *
 * @param id section and number, {@code 2.3}; never renumbered, since people keep lists of them
 * @param title what is done, in a few words
 * @param requirement what the server has to do, in a sentence
 */
public record Case(String id, String title, String requirement, Level level, Script script) {

    /** What a case does to the server. */
    @FunctionalInterface
    public interface Script {
        /** @throws CaseFailure when the server did not do as required */
        void run(Trial trial) throws CaseFailure;
    }

    static Case must(String id, String title, String requirement, Script script) {
        return new Case(id, title, requirement, Level.MUST, script);
    }
}
