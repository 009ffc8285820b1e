package io.github.minaprotobuf.codec;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a stream means, said in the plainest way: all of its bytes at hand, nothing kept, no class of the codec. The
 * decoder must come to the same, however these bytes are cut.
 *
 * @param parts the header, in wire order
 * @param limit the longest body that is accepted
 * @param refuses the types whose bodies nobody wants, from the first on; gRPC's flag is a type here
 */
record ReferenceDecoder(List<Part> parts, int lengthAdjustment, int limit, int refuses) {

    private static final int MAX_VARINT = 5;

    enum Means {
        CONSTANT,
        RESERVED,
        LENGTH,
        TYPE,
        FLAG
    }

    /**
     * @param bytes of a constant
     * @param width its bytes on the wire; 0 for a varint
     */
    record Part(Means means, byte[] bytes, int width, ByteOrder order) {

        static final int REST = -1;

        static Part constant(byte... bytes) {
            return new Part(Means.CONSTANT, bytes, bytes.length, null);
        }

        static Part reserved(int width) {
            return new Part(Means.RESERVED, null, width, null);
        }

        static Part number(Means means, int width, ByteOrder order) {
            return new Part(means, null, width, order);
        }

        boolean isNumber() {
            return means != Means.CONSTANT && means != Means.RESERVED;
        }

        boolean isVarint() {
            return isNumber() && width == 0;
        }

        boolean isRest() {
            return width == REST;
        }

        /** The least that it can take. */
        int least() {
            return isRest() ? 0 : isVarint() ? 1 : width;
        }

        int most() {
            return isRest() ? 0 : isVarint() ? MAX_VARINT : width;
        }
    }

    enum Kind {
        BODY,
        TOO_LONG,
        REFUSED,
        CORRUPTED,
        TRUNCATED
    }

    /**
     * What becomes of one frame.
     *
     * @param body what is handed on; nothing unless this is a body
     * @param type what the header says
     * @param received of a truncated frame: the bytes that arrived, header included
     * @param length the body's length; of a truncated frame: the bytes that make it whole
     * @param told the offset in the stream at which this is known; {@code Long.MAX_VALUE} for its end
     * @param end the offset of the next frame; {@code Long.MAX_VALUE} when the stream has none
     */
    record Outcome(Kind kind, byte[] body, long type, long received, long length, long told, long end) {}

    List<Outcome> decode(byte[] stream) {
        List<Outcome> outcomes = new ArrayList<>();
        for (long at = 0;
                at < stream.length;
                at = outcomes.get(outcomes.size() - 1).end()) {
            outcomes.add(frameAt((int) at, stream));
        }
        return outcomes;
    }

    private Outcome frameAt(int start, byte[] stream) {
        int at = start;
        long length = 0;
        long type = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            int end = endOf(part, at, stream);
            int wrong = firstWrong(part, at, end, stream);
            if (wrong >= 0) {
                return corrupted(wrong + 1);
            }
            if (end > stream.length) {
                int least = parts.stream().skip(i + 1).mapToInt(Part::least).sum();
                return truncated(stream.length - start, end + least - start);
            }
            if (part.means() == Means.LENGTH) {
                length = part.isRest()
                        ? stream.length - at
                        : saturated(value(part, stream, at, end).add(BigInteger.valueOf(lengthAdjustment)));
            } else if (part.isNumber()) {
                type = value(part, stream, at, end).longValue();
            }
            at = end;
        }
        boolean complete = length <= stream.length - at;
        long end = complete ? at + length : Long.MAX_VALUE;
        if (length > limit || type >= refuses) {
            Kind kind = length > limit ? Kind.TOO_LONG : Kind.REFUSED;
            return new Outcome(kind, new byte[0], type, 0, length, at, end);
        }
        return complete
                ? new Outcome(Kind.BODY, Arrays.copyOfRange(stream, at, (int) end), type, 0, length, end, end)
                : truncated(stream.length - start, at - start + length);
    }

    /** Where the part ends; past the stream when that is not known, and then the least that it can be. */
    private static int endOf(Part part, int at, byte[] stream) {
        if (!part.isVarint()) {
            return at + part.most();
        }
        int last = at;
        while (last < stream.length && last - at < MAX_VARINT && stream[last] < 0) {
            last++;
        }
        return last + 1;
    }

    /** The offset of the byte with which it is certain that this is no such part; negative when it may be one. */
    private int firstWrong(Part part, int at, int end, byte[] stream) {
        if (part.means() == Means.CONSTANT) {
            for (int i = at; i < Math.min(end, stream.length); i++) {
                if (stream[i] != part.bytes()[i - at]) {
                    return i;
                }
            }
        } else if (part.isVarint() && end > at + MAX_VARINT) {
            return at + MAX_VARINT - 1;
        } else if (part.isNumber() && !part.isRest() && end <= stream.length && !fits(part, stream, at, end)) {
            return end - 1;
        }
        return -1;
    }

    private boolean fits(Part part, byte[] stream, int at, int end) {
        BigInteger value = value(part, stream, at, end);
        int bits = part.means() == Means.FLAG ? 1 : part.isVarint() ? 32 : 63;
        boolean negative = part.means() == Means.LENGTH
                && value.add(BigInteger.valueOf(lengthAdjustment)).signum() < 0;
        return value.bitLength() <= bits && !negative;
    }

    private static BigInteger value(Part part, byte[] stream, int at, int end) {
        BigInteger value = BigInteger.ZERO;
        for (int i = at; i < end; i++) {
            boolean highestFirst = !part.isVarint() && part.order() == ByteOrder.BIG_ENDIAN;
            int octet = stream[highestFirst ? i : end - 1 - (i - at)] & (part.isVarint() ? 0x7F : 0xFF);
            value = value.shiftLeft(part.isVarint() ? 7 : 8).add(BigInteger.valueOf(octet));
        }
        return value;
    }

    private static long saturated(BigInteger length) {
        return length.bitLength() > 63 ? Long.MAX_VALUE : length.longValue();
    }

    private static Outcome corrupted(long told) {
        return new Outcome(Kind.CORRUPTED, new byte[0], 0, 0, 0, told, Long.MAX_VALUE);
    }

    private static Outcome truncated(long received, long length) {
        return new Outcome(Kind.TRUNCATED, new byte[0], 0, received, length, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    Part length() {
        return parts.stream()
                .filter(part -> part.means() == Means.LENGTH)
                .findAny()
                .orElseThrow();
    }

    boolean isTyped() {
        return parts.stream().anyMatch(part -> part.means() == Means.TYPE);
    }

    /**
     * A header that declares a body of that many bytes, or of some other length where the field cannot say this one.
     *
     * @param overlong writes a varint with all the bytes that one may have
     */
    byte[] header(long bodyLength, long type, boolean overlong) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            switch (part.means()) {
                case CONSTANT -> out.writeBytes(part.bytes());
                case RESERVED -> out.writeBytes(new byte[part.width()]);
                case LENGTH -> write(out, part, bodyLength - lengthAdjustment, overlong);
                case TYPE, FLAG -> write(out, part, type, overlong);
            }
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Part part, long value, boolean overlong) {
        if (!part.isVarint()) {
            for (int i = 0; i < part.width(); i++) {
                out.write((int) (value >>> (8 * (part.order() == ByteOrder.LITTLE_ENDIAN ? i : part.width() - 1 - i))));
            }
            return;
        }
        long rest = value & 0xFFFF_FFFFL;
        for (int i = 1; overlong ? i < MAX_VARINT : rest > 0x7F; i++) {
            out.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
