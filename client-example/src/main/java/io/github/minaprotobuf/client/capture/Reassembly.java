package io.github.minaprotobuf.client.capture;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts the segments that one side sent into their order, each byte once: the first copy of it that came. Positions are
 * counted from the first segment on, past where sequence numbers begin anew.
 */
final class Reassembly {

    private final Consumer<byte[]> inOrder;
    private final TreeMap<Long, byte[]> early = new TreeMap<>();
    private boolean begun;
    private int firstSequence;
    private long position;
    private long end = -1;

    /** @param inOrder gets the bytes */
    Reassembly(Consumer<byte[]> inOrder) {
        this.inOrder = inOrder;
    }

    void add(Segment segment) {
        int dataSequence = segment.has(Segment.SYN) ? segment.sequence() + 1 : segment.sequence();
        if (!begun) {
            begun = true;
            firstSequence = dataSequence;
        }
        long start = position + (dataSequence - (firstSequence + (int) position));
        if (segment.has(Segment.FIN)) {
            end = start + segment.length();
        }
        if (segment.payload().length > 0) {
            early.merge(start, segment.payload(), (one, other) -> one.length >= other.length ? one : other);
            deliver();
        }
    }

    private void deliver() {
        while (!early.isEmpty() && early.firstKey() <= position) {
            Map.Entry<Long, byte[]> next = early.pollFirstEntry();
            int known = (int) Math.min(position - next.getKey(), next.getValue().length);
            if (known < next.getValue().length) {
                position += next.getValue().length - known;
                inOrder.accept(
                        known == 0
                                ? next.getValue()
                                : Arrays.copyOfRange(next.getValue(), known, next.getValue().length));
            }
        }
    }

    /** Whether its FIN has come, and all before that. */
    boolean isEnded() {
        return position == end;
    }

    /** How many bytes are missing in front of what came behind them; 0 when none are. */
    long missing() {
        return !early.isEmpty() ? early.firstKey() - position : Math.max(0, end - position);
    }
}
