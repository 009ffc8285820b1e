package io.github.minaprotobuf.client.check;

import java.util.List;

/** Cases on one subject. The numbers of sections, as those of cases, never change. */
public record Section(int number, String title, List<Case> cases) {

    static Section of(int number, String title, Case... cases) {
        return new Section(number, title, List.of(cases));
    }
}
