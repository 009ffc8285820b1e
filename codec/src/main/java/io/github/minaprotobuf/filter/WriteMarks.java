package io.github.minaprotobuf.filter;

/**
 * When reads of a session stop and go on, by the cost of its writes that wait.
 *
 * @param high more than that stops reads
 * @param low no more than that lets them go on
 * @param budget of all sessions together
 */
record WriteMarks(long high, long low, WriteBudget budget) {

    private static final long LONGEST_STEP = 32 << 10;

    /** Less than that is not looked at: it costs more time than it guards heap. Far from the low mark, which it blurs. */
    long step() {
        return Math.min(LONGEST_STEP, low / 8);
    }

    boolean areExceededBy(long waiting, long takenBySession) {
        return waiting > high || (waiting > step() && !budget.allows(waiting, takenBySession));
    }

    /** When the last write ends that is watched, no more than some steps wait: reads of a session never stop for good. */
    boolean allowReads(long waiting) {
        return waiting <= low && (waiting <= 4 * step() || budget.allows(waiting, waiting));
    }
}
