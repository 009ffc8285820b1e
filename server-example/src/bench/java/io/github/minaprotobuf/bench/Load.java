package io.github.minaprotobuf.bench;

import java.util.List;

/** So many bytes of payload, on so many connections, with so many frames in flight on each. */
record Load(String payload, int payloadBytes, int connections, int inFlight) {

    static final List<Load> ALL = List.of(
            new Load("10B", 10, 1, 1),
            new Load("10B", 10, 1, 100),
            new Load("10B", 10, 4, 100),
            new Load("1kB", 1000, 4, 16),
            new Load("64KiB", 64 << 10, 1, 1),
            new Load("4MB", 4_000_000, 1, 2));

    /** {@code 10B-4x100}. */
    @Override
    public String toString() {
        return payload + "-" + connections + "x" + inFlight;
    }
}
