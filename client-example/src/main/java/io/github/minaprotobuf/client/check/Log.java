package io.github.minaprotobuf.client.check;

import java.util.ArrayList;
import java.util.List;

/** What was done, step by step, in words. */
public final class Log {

    private static final int MOST_SHOWN = 8;

    private final List<String> steps = new ArrayList<>();

    /** Adds a step. */
    public void add(String step) {
        steps.add(step);
    }

    /** {@code 1 frame, 6 bytes, in one write (20 times); then half-close}. */
    @Override
    public String toString() {
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= steps.size(); i++) {
            if (i == steps.size() || !steps.get(i).equals(steps.get(start))) {
                int times = i - start;
                runs.add(steps.get(start) + (times == 1 ? "" : " (" + times + " times)"));
                start = i;
            }
        }
        if (runs.isEmpty()) {
            return "nothing";
        }
        String shown = String.join("; then ", runs.subList(0, Math.min(runs.size(), MOST_SHOWN)));
        return runs.size() > MOST_SHOWN ? shown + "; then " + (runs.size() - MOST_SHOWN) + " steps more" : shown;
    }
}
