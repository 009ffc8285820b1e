package io.github.minaprotobuf.client.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a header.
 *
 * @param bytes its length; 0 for a varint
 * @param lowestFirst the order of a number's bytes
 * @param constant what has to stand there; empty but for a constant
 */
public record HeaderPart(Kind kind, int bytes, boolean lowestFirst, byte[] constant) {

    /** What a part says. */
    public enum Kind {
        CONST,
        RESERVED,
        COMPRESSED,
        LENGTH,
        TYPE
    }

    static final int MAX_VARINT_BYTES = 5;

    static final String SYNTAX = "as in 'type:2be length:4be': const:HEX, reserved:N, length: and type: with the"
            + " number of bytes and le or be, or varint, adjust:N";

    private static final Pattern NUMBER = Pattern.compile("varint|([1-8])(le|be)");
    private static final long LARGEST_VARINT = 0xFFFF_FFFFL;

    /** @throws IllegalArgumentException when the value is none of that kind */
    static HeaderPart parse(Kind kind, String value) {
        return switch (kind) {
            case CONST -> new HeaderPart(kind, hex(value).length, false, hex(value));
            case RESERVED, COMPRESSED -> new HeaderPart(kind, count(value), false, new byte[0]);
            case LENGTH, TYPE -> number(kind, value);
        };
    }

    private static HeaderPart number(Kind kind, String value) {
        Matcher number = NUMBER.matcher(value);
        if (!number.matches()) {
            throw new IllegalArgumentException("'" + value + "' is no number of bytes, " + SYNTAX);
        }
        int bytes = number.group(1) == null ? 0 : Integer.parseInt(number.group(1));
        return new HeaderPart(kind, bytes, !"be".equals(number.group(2)), new byte[0]);
    }

    private static int count(String text) {
        if (!text.matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException("'" + text + "' is no number of bytes from 1 to 999, " + SYNTAX);
        }
        return Integer.parseInt(text);
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not hex, " + SYNTAX, e);
        }
    }

    /** Whether its length depends on its value. */
    public boolean isVarint() {
        return bytes == 0;
    }

    /** The largest number that it can say. */
    long largest() {
        return isVarint() ? LARGEST_VARINT : bytes == Long.BYTES ? Long.MAX_VALUE : (1L << (8 * bytes)) - 1;
    }

    /** Where it ends, if it begins at {@code at}; past {@code end} when not all of it is there. */
    int endAt(byte[] source, int at, int end) {
        if (!isVarint()) {
            return at + bytes;
        }
        int last = at;
        while (last < end && last - at < MAX_VARINT_BYTES && source[last] < 0) {
            last++;
        }
        return last + 1;
    }

    /** The number that it says. */
    long value(byte[] source, int at, int end) {
        long value = 0;
        for (int i = 0; i < end - at; i++) {
            if (isVarint()) {
                value |= (source[at + i] & 0x7FL) << (7 * i);
            } else {
                value = (value << 8) | (source[lowestFirst ? end - 1 - i : at + i] & 0xFF);
            }
        }
        return value;
    }

    /** Whether the constant stands there. */
    boolean isConstantAt(byte[] source, int at) {
        return Arrays.equals(source, at, at + bytes, constant, 0, bytes);
    }

    /**
     * A number as it stands in this part, in the fewest bytes.
     *
     * @throws Wire.UnsayableException when it does not fit
     */
    byte[] of(long number) {
        if (number < 0 || number > largest()) {
            throw new Wire.UnsayableException("a " + kind.name().toLowerCase(Locale.ROOT) + " of " + number
                    + " does not fit: the format's largest is " + largest());
        }
        return isVarint() ? varint(number) : fixed(number);
    }

    private byte[] fixed(long number) {
        byte[] written = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            written[lowestFirst ? i : bytes - 1 - i] = (byte) (number >>> (8 * i));
        }
        return written;
    }

    private static byte[] varint(long number) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        long rest = number;
        while (rest >>> 7 != 0) {
            written.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        written.write((int) rest);
        return written.toByteArray();
    }
}
