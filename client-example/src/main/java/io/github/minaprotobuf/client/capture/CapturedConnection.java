package io.github.minaprotobuf.client.capture;

import io.github.minaprotobuf.client.wire.Side;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A connection of which a capture tells: both sides' segments in, events out. */
final class CapturedConnection {

    private final int number;
    private final InetSocketAddress client;
    private final Segment first;
    private final Consumer<Event> events;
    private final Map<Side, Reassembly> streams = new EnumMap<>(Side.class);
    private final Set<Side> open = EnumSet.allOf(Side.class);
    private Instant now;

    CapturedConnection(
            int number,
            InetSocketAddress client,
            InetSocketAddress server,
            Segment first,
            Instant time,
            Consumer<Event> events) {
        this.number = number;
        this.client = client;
        this.first = first;
        this.events = events;
        this.now = time;
        for (Side side : Side.values()) {
            streams.put(side, new Reassembly(bytes -> events.accept(new Event.Passed(now, number, side, bytes))));
        }
        events.accept(new Event.Opened(time, number, client, server));
        if (!first.has(Segment.SYN)) {
            events.accept(new Event.Noted(time, number, "was open already; it may begin inside a frame"));
        }
    }

    /** Whether this is the first of another connection, which has the same ports by chance. */
    boolean isFollowedBy(Segment segment) {
        boolean begins = segment.has(Segment.SYN) && !segment.has(Segment.ACK);
        return begins && segment.sequence() != first.sequence();
    }

    void add(Segment segment, Instant time) {
        now = time;
        Side side = segment.from().equals(client) ? Side.CLIENT : Side.SERVER;
        if (!open.contains(side)) {
            return;
        }
        Reassembly stream = streams.get(side);
        stream.add(segment);
        if (stream.isEnded()) {
            end(side, "end of the stream", true);
        } else if (segment.has(Segment.RST)) {
            end(side, "reset", false);
        }
    }

    /** The capture has no more of it. */
    void close() {
        for (Side side : List.copyOf(open)) {
            end(side, "end of the capture", false);
        }
    }

    private void end(Side side, String how, boolean orderly) {
        open.remove(side);
        long missing = streams.get(side).missing();
        if (missing > 0) {
            events.accept(new Event.Noted(
                    now,
                    number,
                    side.arrow() + " the capture lacks " + missing + " bytes; what follows them is not shown"));
        }
        events.accept(new Event.Ended(now, number, side, how, orderly));
    }
}
