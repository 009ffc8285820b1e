package io.github.minaprotobuf.client.check;

import java.time.Duration;
import java.util.Optional;

/** What came of one case. */
public record Result(Case testCase, Duration time, Optional<CaseFailure> failure) {

    public boolean passed() {
        return failure.isEmpty();
    }
}
