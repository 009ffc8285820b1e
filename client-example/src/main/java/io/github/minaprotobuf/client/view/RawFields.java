package io.github.minaprotobuf.client.view;

/**
 * Messages whose type is not known, as {@code protoc --decode_raw} shows them: fields by their numbers, in their order; what
 * has a length and can be a message is shown as one, else as text. Protobuf's own classes do the same, in twenty times the
 * time: they make objects of all fields first, and an exception of what is no message.
 */
final class RawFields {

    private static final int MOST_NESTED = 32;
    private static final int MOST_VARINT_BYTES = 10;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int GROUP_START = 3;
    private static final int GROUP_END = 4;
    private static final int FIXED32 = 5;

    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private final byte[] bytes;
    private final boolean onOneLine;
    private final int longest;
    private final StringBuilder text;
    private final int begin;
    private int at;
    private long value;

    private RawFields(byte[] bytes, boolean onOneLine, int longest, StringBuilder text) {
        this.bytes = bytes;
        this.onOneLine = onOneLine;
        this.text = text;
        this.begin = text.length();
        this.longest = longest;
    }

    /** Whether this can be a message at all. */
    static boolean isMessage(byte[] bytes) {
        return new RawFields(bytes, true, 0, new StringBuilder(0)).isMessage(0, bytes.length, 0);
    }

    /**
     * Adds the text of what is a message.
     *
     * @param longest characters after which the rest may be left out
     */
    static void append(byte[] message, boolean onOneLine, int longest, StringBuilder text) {
        new RawFields(message, onOneLine, longest, text).print(message.length, 0);
    }

    private boolean isFull() {
        return text.length() - begin > longest;
    }

    private boolean isMessage(int start, int end, int group) {
        return isMessage(start, end, group, 0);
    }

    /** Moves behind the message, or behind the end of the group that this is inside of: of that number, unless it is 0. */
    private boolean isMessage(int start, int end, int group, int depth) {
        at = start;
        while (at < end) {
            if (!readVarint(end) || value >>> 32 != 0 || value >>> 3 == 0) {
                return false;
            }
            int field = (int) (value >>> 3);
            switch ((int) value & 7) {
                case VARINT -> {
                    if (!readVarint(end)) {
                        return false;
                    }
                }
                case FIXED64 -> at += 8;
                case FIXED32 -> at += 4;
                case LENGTH_DELIMITED -> {
                    if (!readVarint(end) || value < 0 || value > end - at) {
                        return false;
                    }
                    at += (int) value;
                }
                case GROUP_START -> {
                    if (depth == MOST_NESTED || !isMessage(at, end, field, depth + 1)) {
                        return false;
                    }
                }
                case GROUP_END -> {
                    return field == group;
                }
                default -> {
                    return false;
                }
            }
        }
        return at == end && group == 0;
    }

    private boolean readVarint(int end) {
        value = 0;
        for (int i = 0; i < MOST_VARINT_BYTES && at < end; i++) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return true;
            }
        }
        return false;
    }

    /** From here on, to the end of the group or message. */
    private void print(int end, int depth) {
        while (at < end && !isFull()) {
            readVarint(end);
            int wireType = (int) value & 7;
            if (wireType == GROUP_END) {
                return;
            }
            beginField(depth);
            text.append(value >>> 3);
            printValue(wireType, end, depth);
        }
    }

    private void beginField(int depth) {
        if (!onOneLine) {
            text.append(text.length() == begin ? "" : "\n").append("  ".repeat(depth));
        } else if (text.length() > begin) {
            text.append(' ');
        }
    }

    private void printValue(int wireType, int end, int depth) {
        switch (wireType) {
            case VARINT -> {
                readVarint(end);
                text.append(": ");
                if (value >= 0) {
                    text.append(value);
                } else {
                    text.append(Long.toUnsignedString(value));
                }
            }
            case FIXED64 -> printHex(8);
            case FIXED32 -> printHex(4);
            case GROUP_START -> printNested(end, depth);
            default -> {
                readVarint(end);
                printDelimited((int) value, depth);
            }
        }
    }

    private void printDelimited(int length, int depth) {
        int start = at;
        int end = start + length;
        if (length > 0 && depth < MOST_NESTED && isMessage(start, end, 0)) {
            at = start;
            printNested(end, depth);
        } else {
            printText(start, end);
        }
        at = end;
    }

    private void printNested(int end, int depth) {
        text.append(" {");
        print(end, depth + 1);
        text.append(onOneLine ? " }" : "\n" + "  ".repeat(depth) + "}");
    }

    /** Lowest byte first on the wire. */
    private void printHex(int count) {
        text.append(": 0x");
        for (int i = count - 1; i >= 0; i--) {
            byte each = bytes[at + i];
            text.append(DIGITS[(each >> 4) & 0xF]).append(DIGITS[each & 0xF]);
        }
        at += count;
    }

    private void printText(int start, int end) {
        text.append(": \"");
        for (int i = start; i < end && !isFull(); i++) {
            printCharacter(bytes[i]);
        }
        text.append('"');
    }

    /** As protobuf's text format escapes bytes. */
    private void printCharacter(byte b) {
        switch (b) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '"', '\'', '\\' -> text.append('\\').append((char) b);
            default -> {
                if (b >= ' ' && b < 0x7F) {
                    text.append((char) b);
                } else {
                    text.append('\\')
                            .append(DIGITS[(b >> 6) & 3])
                            .append(DIGITS[(b >> 3) & 7])
                            .append(DIGITS[b & 7]);
                }
            }
        }
    }
}
