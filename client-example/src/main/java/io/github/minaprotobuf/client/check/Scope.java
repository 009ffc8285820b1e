package io.github.minaprotobuf.client.check;

import io.github.minaprotobuf.client.wire.Wire;
import java.util.function.Predicate;

/** The formats that a case is about. */
public enum Scope {
    EVERY_FORMAT("every format", wire -> true),
    VARINT_LENGTHS("lengths that are varints", Wire::hasVarintLength),
    COMPRESSION_FLAGS("formats with a compression flag", Wire::hasCompressedFlag);

    private final String description;
    private final Predicate<Wire> formats;

    Scope(String description, Predicate<Wire> formats) {
        this.description = description;
        this.formats = formats;
    }

    /** Whether it is about that format. */
    public boolean covers(Wire wire) {
        return formats.test(wire);
    }

    @Override
    public String toString() {
        return description;
    }
}
