package io.github.minaprotobuf.client.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header by its parts, as the command line says them: {@code type:2be length:4be}, or one of the four names. Written anew,
 * not taken from the codec: the client must be able to catch the codec's mistakes.
 *
 * @param adjustment what to add to the length's value to get the body's length
 */
public record HeaderLayout(String text, List<Part> parts, long adjustment) {

    private static final int MAX_VARINT_BYTES = 5;

    private static final Map<String, String> NAMES = Map.of(
            "le32", "length:4le", "be32", "length:4be", "varint32", "length:varint", "grpc", "compressed:1 length:4be");

    private static final Pattern PART = Pattern.compile("(const|reserved|compressed|length|type|adjust):(\\S+)");
    private static final Pattern NUMBER = Pattern.compile("varint|([1-8])(le|be)");

    private static final String SYNTAX =
            "as in 'type:2be length:4be': const:HEX, reserved:N, length: and type: with the"
                    + " number of bytes and le or be, or varint, adjust:N";

    /** What a part says. */
    private enum Kind {
        CONST,
        RESERVED,
        COMPRESSED,
        LENGTH,
        TYPE
    }

    /**
     * One part.
     *
     * @param bytes its length; 0 for a varint
     * @param constant what has to stand there, if that is given
     */
    private record Part(Kind kind, int bytes, boolean lowestFirst, byte[] constant) {

        static Part number(Kind kind, String text) {
            Matcher number = NUMBER.matcher(text);
            if (!number.matches()) {
                throw new IllegalArgumentException("'" + text + "' is no number of bytes, " + SYNTAX);
            }
            return number.group(1) == null
                    ? new Part(kind, 0, true, null)
                    : new Part(
                            kind,
                            Integer.parseInt(number.group(1)),
                            number.group(2).equals("le"),
                            null);
        }

        boolean isVarint() {
            return bytes == 0;
        }
    }

    /** What the bytes at an offset are. */
    public sealed interface Look {
        /** A header, maybe, whose end has not come. */
        record Incomplete() implements Look {}

        /** No header. */
        record Wrong(String reason) implements Look {}

        /**
         * A whole header.
         *
         * @param type negative where the header says none
         */
        record Whole(int headerLength, long bodyLength, long type) implements Look {}
    }

    /**
     * The layout that the text says.
     *
     * @throws IllegalArgumentException when it says none; names what is wrong
     */
    public static HeaderLayout parse(String text) {
        List<Part> parts = new ArrayList<>();
        long adjustment = 0;
        for (String word : NAMES.getOrDefault(text, text).strip().split("[\\s,]+")) {
            Matcher part = PART.matcher(word);
            if (!part.matches()) {
                throw new IllegalArgumentException(
                        "'" + word + "' is none of le32, be32, varint32 and grpc, and no part of a header, " + SYNTAX);
            }
            String value = part.group(2);
            switch (part.group(1)) {
                case "const" -> parts.add(new Part(Kind.CONST, hex(value).length, false, hex(value)));
                case "reserved" -> parts.add(new Part(Kind.RESERVED, count(value), false, null));
                case "compressed" -> parts.add(new Part(Kind.COMPRESSED, count(value), false, null));
                case "length" -> parts.add(Part.number(Kind.LENGTH, value));
                case "type" -> parts.add(Part.number(Kind.TYPE, value));
                default -> adjustment = Long.parseLong(value);
            }
        }
        if (parts.stream().filter(part -> part.kind == Kind.LENGTH).count() != 1) {
            throw new IllegalArgumentException("'" + text + "' has not one length, " + SYNTAX);
        }
        return new HeaderLayout(text, List.copyOf(parts), adjustment);
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

    /** Looks at the bytes from {@code start} to {@code end}. */
    public Look at(byte[] bytes, int start, int end) {
        int at = start;
        long bodyLength = 0;
        long type = -1;
        for (Part part : parts) {
            int partEnd = endOf(part, bytes, at, end);
            if (part.isVarint() && partEnd - at > MAX_VARINT_BYTES) {
                return new Look.Wrong("a varint of more than " + MAX_VARINT_BYTES + " bytes");
            }
            if (partEnd > end) {
                return new Look.Incomplete();
            }
            switch (part.kind) {
                case CONST -> {
                    if (!Arrays.equals(bytes, at, partEnd, part.constant, 0, part.bytes)) {
                        return new Look.Wrong("constant bytes " + hexOf(bytes, at, partEnd) + ", expected "
                                + hexOf(part.constant, 0, part.bytes));
                    }
                }
                case LENGTH -> {
                    bodyLength = value(part, bytes, at, partEnd) + adjustment;
                    if (bodyLength < 0) {
                        return new Look.Wrong("a body of " + bodyLength + " bytes");
                    }
                }
                case TYPE -> type = value(part, bytes, at, partEnd);
                case COMPRESSED -> {
                    if (bytes[at] < 0 || bytes[at] > 1) {
                        return new Look.Wrong("a flag of " + hexOf(bytes, at, at + 1) + ", expected 00 or 01");
                    }
                }
                case RESERVED -> {}
            }
            at = partEnd;
        }
        return new Look.Whole(at - start, bodyLength, type);
    }

    private static int endOf(Part part, byte[] bytes, int at, int end) {
        if (!part.isVarint()) {
            return at + part.bytes;
        }
        int last = at;
        while (last < end && last - at < MAX_VARINT_BYTES && bytes[last] < 0) {
            last++;
        }
        return last + 1;
    }

    private static long value(Part part, byte[] bytes, int at, int end) {
        long value = 0;
        for (int i = 0; i < end - at; i++) {
            if (part.isVarint()) {
                value |= (bytes[at + i] & 0x7FL) << (7 * i);
            } else {
                value = (value << 8) | (bytes[part.lowestFirst ? end - 1 - i : at + i] & 0xFF);
            }
        }
        return value;
    }

    private static String hexOf(byte[] bytes, int start, int end) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes, start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
