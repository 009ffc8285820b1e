package io.github.minaprotobuf.client.report;

import com.google.gson.annotations.SerializedName;
import io.github.minaprotobuf.client.check.Level;
import io.github.minaprotobuf.client.check.Result.Outcome;

/** What a case's outcome means for the run. */
public enum Verdict {
    @SerializedName("pass")
    PASS("passed"),
    @SerializedName("fail")
    FAIL("failed"),
    /** Failed, at a level that does not count in this run. */
    @SerializedName("warn")
    WARN("warned"),
    /** Failed, as expected. */
    @SerializedName("known")
    KNOWN("known to fail"),
    /** Passed, though expected to fail: the expectation is out of date. */
    @SerializedName("fixed")
    FIXED("unexpectedly passed"),
    /** The case does not apply to this format. */
    @SerializedName("skip")
    SKIP("not applicable");

    private final String participle;

    Verdict(String participle) {
        this.participle = participle;
    }

    /**
     * Judges one case.
     *
     * @param strict whether strict cases count
     * @param known whether this case is expected to fail
     */
    public static Verdict of(Outcome outcome, Level level, boolean strict, boolean known) {
        if (outcome == Outcome.NOT_APPLICABLE) {
            return SKIP;
        }
        if (outcome == Outcome.PASSED) {
            return known ? FIXED : PASS;
        }
        if (known) {
            return KNOWN;
        }
        return level == Level.MUST || (strict && level == Level.STRICT) ? FAIL : WARN;
    }

    /** Whether one such case fails the whole run. */
    public boolean failsTheRun() {
        return this == FAIL || this == FIXED;
    }

    /** Whether the peer did not do as required. */
    public boolean isFailure() {
        return this == FAIL || this == WARN || this == KNOWN;
    }

    /** As in {@code 3 failed}. */
    public String participle() {
        return participle;
    }
}
