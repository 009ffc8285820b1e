package io.github.minaprotobuf.client.check;

import java.util.ArrayList;
import java.util.List;

/** What was sent on a connection, in words. */
final class SentLog {

    private final List<String> steps = new ArrayList<>();

    void add(String step) {
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
        return runs.isEmpty() ? "nothing" : String.join("; then ", runs);
    }
}
