package io.github.minaprotobuf.client.wire;

import io.github.minaprotobuf.client.wire.HeaderPart.Kind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header before each body, by its parts as the command line says them: {@code type:2be length:4be}, or by one of four
 * names. Written anew, not taken from the codec: the client must be able to catch the codec's mistakes.
 */
public final class Wire {

    private static final Map<String, String> NAMES = Map.of(
            "le32", "length:4le", "be32", "length:4be", "varint32", "length:varint", "grpc", "compressed:1 length:4be");

    private static final Pattern PART = Pattern.compile("(const|reserved|compressed|length|type|adjust):(\\S+)");

    /** The id that frames say where nobody said which. */
    private static final long FIRST_TYPE = 1;

    /** Four bytes, lowest first. */
    public static final Wire LE32 = parsed("le32");

    /** Four bytes, highest first. */
    public static final Wire BE32 = parsed("be32");

    /** One to five bytes of seven bits each, lowest first; all but the last have the highest bit set. */
    public static final Wire VARINT32 = parsed("varint32");

    /** A flag byte, 0 for "not compressed", then four bytes, highest first. */
    public static final Wire GRPC = parsed("grpc");

    /** A length that the format has no bytes for, or a type. */
    public static final class UnsayableException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnsayableException(String message) {
            super(message);
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
        record Whole(int headerLength, long bodyLength, long type, boolean compressed) implements Look {}
    }

    private final String text;
    private final List<HeaderPart> parts;
    private final long adjustment;
    private final long type;

    private Wire(String text, List<HeaderPart> parts, long adjustment, long type) {
        this.text = text;
        this.parts = parts;
        this.adjustment = adjustment;
        this.type = type;
    }

    /**
     * The format that the text says.
     *
     * @throws IllegalArgumentException when it says none; names what is wrong
     */
    public static Wire parse(String text) {
        return named().stream()
                .filter(wire -> wire.text.equals(text))
                .findFirst()
                .orElseGet(() -> parsed(text));
    }

    /** The formats that have a name. */
    public static List<Wire> named() {
        return List.of(LE32, BE32, VARINT32, GRPC);
    }

    private static Wire parsed(String text) {
        List<HeaderPart> parts = new ArrayList<>();
        long adjustment = 0;
        for (String word : NAMES.getOrDefault(text, text).strip().split("[\\s,]+")) {
            Matcher part = PART.matcher(word);
            if (!part.matches()) {
                throw new IllegalArgumentException("'" + word
                        + "' is none of le32, be32, varint32 and grpc, and no part of a header, " + HeaderPart.SYNTAX);
            }
            if (part.group(1).equals("adjust")) {
                adjustment = adjustment(part.group(2));
            } else {
                parts.add(HeaderPart.parse(Kind.valueOf(part.group(1).toUpperCase(Locale.ROOT)), part.group(2)));
            }
        }
        if (parts.stream().filter(part -> part.kind() == Kind.LENGTH).count() != 1) {
            throw new IllegalArgumentException("'" + text + "' has not one length, " + HeaderPart.SYNTAX);
        }
        if (parts.stream().filter(part -> part.kind() == Kind.TYPE).count() > 1) {
            throw new IllegalArgumentException("'" + text + "' has more than one type, " + HeaderPart.SYNTAX);
        }
        return new Wire(text, List.copyOf(parts), adjustment, FIRST_TYPE);
    }

    private static long adjustment(String text) {
        if (!text.matches("[+-]?\\d{1,9}")) {
            throw new IllegalArgumentException("'" + text + "' is no number of bytes to add, " + HeaderPart.SYNTAX);
        }
        return Long.parseLong(text);
    }

    /**
     * The same format, with another id in the headers that are written.
     *
     * @throws IllegalArgumentException when its headers have no room for that id
     */
    public Wire sendingType(long id) {
        part(Kind.TYPE).of(id);
        return new Wire(text, parts, adjustment, id);
    }

    /** Whether headers say a type. */
    public boolean hasType() {
        return has(Kind.TYPE);
    }

    /** The id in the headers that are written; negative where they say none. */
    public long type() {
        return hasType() ? type : -1;
    }

    /** Whether one length can be said in more bytes than it needs. */
    public boolean hasVarintLength() {
        return part(Kind.LENGTH).isVarint();
    }

    /** Whether headers say that a body is compressed. */
    public boolean hasCompressedFlag() {
        return has(Kind.COMPRESSED);
    }

    /** The parts in the order of the wire. */
    public List<HeaderPart> parts() {
        return parts;
    }

    /** What is added to the length's value to get the body's length. */
    public long adjustment() {
        return adjustment;
    }

    /** The longest body that a header can declare, or that an array can hold. */
    public int longestBody() {
        return (int) Math.min(Integer.MAX_VALUE, part(Kind.LENGTH).largest() + Math.min(0, adjustment));
    }

    /**
     * The shortest header of a body of that many bytes.
     *
     * @throws UnsayableException when it cannot say that
     */
    public byte[] header(int bodyLength) {
        return headerSaying(lengthField(bodyLength - adjustment));
    }

    /** The same, with the flag set that says that the body is compressed. */
    public byte[] compressedHeader(int bodyLength) {
        return write(lengthField(bodyLength - adjustment), (byte) 1);
    }

    /** The header with these bytes in place of its length. */
    public byte[] headerSaying(byte... lengthField) {
        return write(lengthField, (byte) 0);
    }

    /**
     * The bytes of a length, whatever it makes of the body's length.
     *
     * @throws UnsayableException when it does not fit
     */
    public byte[] lengthField(long value) {
        return part(Kind.LENGTH).of(value);
    }

    private byte[] write(byte[] lengthField, byte compressed) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        for (HeaderPart part : parts) {
            header.writeBytes(
                    switch (part.kind()) {
                        case CONST -> part.constant();
                        case RESERVED -> new byte[part.bytes()];
                        case COMPRESSED -> Arrays.copyOf(new byte[] {compressed}, part.bytes());
                        case LENGTH -> lengthField;
                        case TYPE -> part.of(type);
                    });
        }
        return header.toByteArray();
    }

    /** The number of bytes in the longest header. */
    public int longestHeader() {
        return header(longestBody()).length;
    }

    /** Looks at the bytes from {@code start} to {@code end}. */
    public Look at(byte[] bytes, int start, int end) {
        int at = start;
        long bodyLength = 0;
        long found = -1;
        boolean compressed = false;
        for (HeaderPart part : parts) {
            int partEnd = part.endAt(bytes, at, end);
            if (part.isVarint() && partEnd - at > HeaderPart.MAX_VARINT_BYTES) {
                return new Look.Wrong("a varint of more than " + HeaderPart.MAX_VARINT_BYTES + " bytes");
            }
            if (partEnd > end) {
                return new Look.Incomplete();
            }
            switch (part.kind()) {
                case CONST -> {
                    if (!part.isConstantAt(bytes, at)) {
                        return new Look.Wrong("constant bytes " + Hex.UPPER_CASE.formatHex(bytes, at, partEnd)
                                + ", expected " + Hex.UPPER_CASE.formatHex(part.constant(), 0, part.bytes()));
                    }
                }
                case LENGTH -> {
                    bodyLength = part.value(bytes, at, partEnd) + adjustment;
                    if (bodyLength < 0) {
                        return new Look.Wrong("a body of " + bodyLength + " bytes");
                    }
                }
                case TYPE -> found = part.value(bytes, at, partEnd);
                case COMPRESSED -> {
                    if (bytes[at] < 0 || bytes[at] > 1) {
                        return new Look.Wrong(
                                "a flag of " + Hex.UPPER_CASE.formatHex(bytes, at, at + 1) + ", expected 00 or 01");
                    }
                    compressed = bytes[at] == 1;
                }
                case RESERVED -> {}
            }
            at = partEnd;
        }
        return new Look.Whole(at - start, bodyLength, found, compressed);
    }

    private boolean has(Kind kind) {
        return parts.stream().anyMatch(part -> part.kind() == kind);
    }

    private HeaderPart part(Kind kind) {
        return parts.stream()
                .filter(part -> part.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the format " + text + " has no " + kind.name().toLowerCase(Locale.ROOT)));
    }

    /** As on command lines and in reports: {@code le32}. */
    @Override
    public String toString() {
        return text;
    }
}
