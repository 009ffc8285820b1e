package io.github.minaprotobuf.client.check;

import java.util.List;
import java.util.stream.Stream;

/** Cases on one subject. The numbers of sections, as those of cases, never change. */
public record Section(int number, String title, List<Case> cases) {

    static Section of(int number, String title, Case... cases) {
        return new Section(number, title, List.of(cases));
    }

    /** The same section, with the cases that another class holds. */
    Section and(List<Case> more) {
        return new Section(
                number, title, Stream.concat(cases.stream(), more.stream()).toList());
    }

    /** {@code 2 chunking}. */
    @Override
    public String toString() {
        return number + " " + title;
    }
}
