package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.capture.Event;
import io.github.minaprotobuf.client.wire.Side;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Gathers what each side of each connection sends. */
public final class Streams implements Consumer<Event> {

    private record Key(int connection, Side side) {}

    private final Map<Key, ByteArrayOutputStream> streams = new LinkedHashMap<>();

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Passed passed) {
            streams.computeIfAbsent(new Key(passed.connection(), passed.side()), key -> new ByteArrayOutputStream())
                    .writeBytes(passed.bytes());
        }
    }

    /** All of each stream that has bytes, in the order in which they began. */
    public List<byte[]> all() {
        return streams.values().stream().map(ByteArrayOutputStream::toByteArray).toList();
    }
}
