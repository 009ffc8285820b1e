package io.github.minaprotobuf.client.serve;

import java.util.List;

/**
 * Scenarios on one subject.
 *
 * @param id {@code C2}; never changes, as those of scenarios
 */
public record Section(String id, String title, List<Scenario> scenarios) {

    static Section of(String id, String title, Scenario... scenarios) {
        return new Section(id, title, List.of(scenarios));
    }

    /** {@code C2 content}. */
    @Override
    public String toString() {
        return id + " " + title;
    }
}
