package io.github.minaprotobuf.client.check;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one case.
 *
 * @param cause the earlier case that explains a failure, if one does
 */
public record Result(Case testCase, Outcome outcome, Duration time, Exchange exchange, Optional<Cause> cause) {

    /** How a case ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** The case does not apply to this format. */
        NOT_APPLICABLE
    }
}
