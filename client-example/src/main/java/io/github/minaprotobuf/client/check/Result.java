package io.github.minaprotobuf.client.check;

import java.time.Duration;

/** What came of one case. */
public record Result(Case testCase, Outcome outcome, Duration time, Exchange exchange) {

    /** How a case ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The case does not apply to this format. */
        NOT_APPLICABLE
    }
}
