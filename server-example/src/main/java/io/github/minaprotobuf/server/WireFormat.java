package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.FrameFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The frame formats by the names that the command lines give them. */
public enum WireFormat {
    LE32(FrameFormat.littleEndian32()),
    BE32(FrameFormat.bigEndian32()),
    VARINT32(FrameFormat.varint32()),
    GRPC(FrameFormat.grpc());

    private final FrameFormat frameFormat;

    WireFormat(FrameFormat frameFormat) {
        this.frameFormat = frameFormat;
    }

    /** @throws IllegalArgumentException when there is no format of that name */
    public static WireFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of "
                        + Arrays.stream(values()).map(WireFormat::toString).collect(Collectors.joining(", "))));
    }

    public FrameFormat frameFormat() {
        return frameFormat;
    }

    /** The name on command lines and in the readiness line: {@code le32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
