package io.github.minaprotobuf.client.wire;

import java.util.HexFormat;

/** Bytes as people read them: {@code 0c 00 ff}. */
public final class Hex {

    /** {@code 0C 00 FF}: for bytes beside text in lower case. */
    public static final HexFormat UPPER_CASE = HexFormat.ofDelimiter(" ").withUpperCase();

    private static final HexFormat FORMAT = HexFormat.ofDelimiter(" ");

    private Hex() {}

    /** At most {@code most} bytes from an offset on, and dots when there are more. */
    public static String of(byte[] bytes, int from, int most) {
        return of(bytes, from, bytes.length - from, most);
    }

    /** As {@link #of(byte[], int, int)}, of {@code length} bytes from an offset on. */
    static String of(byte[] bytes, int from, int length, int most) {
        int shown = Math.min(length, most);
        return FORMAT.formatHex(bytes, from, from + shown) + (shown < length ? " .." : "");
    }
}
