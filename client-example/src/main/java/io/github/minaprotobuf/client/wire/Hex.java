package io.github.minaprotobuf.client.wire;

import java.util.HexFormat;

/** Bytes as people read them: {@code 0c 00 ff}. */
public final class Hex {

    private static final HexFormat FORMAT = HexFormat.ofDelimiter(" ");

    private Hex() {}

    /** At most {@code most} bytes from an offset on, and dots when there are more. */
    public static String of(byte[] bytes, int from, int most) {
        int end = Math.min(bytes.length, from + most);
        return FORMAT.formatHex(bytes, from, end) + (end < bytes.length ? " .." : "");
    }
}
