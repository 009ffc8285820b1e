package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.capture.Event;
import io.github.minaprotobuf.client.wire.Side;
import java.time.Instant;
import java.util.Optional;

/**
 * Where and when something was seen.
 *
 * @param connection its number, from 1; 0 where there is one stream alone
 * @param side who sent it; null where both or neither are meant
 */
public record Source(Instant time, int connection, Side side) {

    /** The one stream of which nothing is known. */
    public static final Source NONE = new Source(Instant.EPOCH, 0, null);

    static Source of(Event event) {
        if (event instanceof Event.Passed passed) {
            return new Source(event.time(), event.connection(), passed.side());
        }
        return new Source(event.time(), event.connection(), event instanceof Event.Ended ended ? ended.side() : null);
    }

    boolean isKnown() {
        return connection != 0;
    }

    Optional<Side> knownSide() {
        return Optional.ofNullable(side);
    }
}
