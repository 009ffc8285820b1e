package io.github.minaprotobuf.server;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What clients have done, by kind, and what was wrong. */
final class SoakCounts {

    private final ConcurrentSkipListMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    void add(String kind) {
        add(kind, 1);
    }

    void add(String kind, long count) {
        counts.computeIfAbsent(kind, each -> new LongAdder()).add(count);
    }

    void wrong(String what) {
        wrong.add(what);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(each -> String.format("%,d %s", each.getValue().sum(), each.getKey()))
                .collect(Collectors.joining(", ", "wrong: " + wrong.size() + "; ", ""));
    }
}
