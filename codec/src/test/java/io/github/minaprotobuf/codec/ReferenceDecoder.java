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
 * @param width the bytes of a fixed length field; 0 for a varint
 * @param keepHeader whether what is handed on starts with the header
 * @param limit the longest body that is accepted
 */
record ReferenceDecoder(
        byte[] preamble,
        int reservedBefore,
        int width,
        ByteOrder order,
        int reservedAfter,
        int lengthAdjustment,
        boolean keepHeader,
        int limit) {

    private static final int MAX_VARINT = 5;

    enum Kind {
        BODY,
        TOO_LONG,
        CORRUPTED,
        TRUNCATED
    }

    /**
     * What becomes of one frame.
     *
     * @param body what is handed on; nothing unless this is a body
     * @param received of a truncated frame: the bytes that arrived, header included
     * @param length the body's length; of a truncated frame: the bytes that make it whole
     * @param told the offset in the stream at which this is known; {@code Long.MAX_VALUE} for its end
     * @param end the offset of the next frame; {@code Long.MAX_VALUE} when the stream has none
     */
    record Outcome(Kind kind, byte[] body, long received, long length, long told, long end) {}

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
        for (int i = 0; i < preamble.length && start + i < stream.length; i++) {
            if (stream[start + i] != preamble[i]) {
                return corrupted(start + i + 1);
            }
        }
        int field = start + preamble.length + reservedBefore;
        int fieldEnd = fieldEnd(stream, field);
        if (width == 0 && fieldEnd > field + MAX_VARINT) {
            return corrupted(field + MAX_VARINT);
        }
        int bodyStart = fieldEnd + reservedAfter;
        if (fieldEnd <= stream.length && !isLength(stream, field, fieldEnd)) {
            return corrupted(fieldEnd);
        }
        if (bodyStart > stream.length) {
            return truncated(stream.length - start, bodyStart - start);
        }
        long length = saturated(value(stream, field, fieldEnd).add(BigInteger.valueOf(lengthAdjustment)));
        boolean complete = length <= stream.length - bodyStart;
        long end = complete ? bodyStart + length : Long.MAX_VALUE;
        if (length > limit) {
            return new Outcome(Kind.TOO_LONG, new byte[0], 0, length, bodyStart, end);
        }
        if (!complete) {
            return truncated(stream.length - start, bodyStart - start + length);
        }
        byte[] body = Arrays.copyOfRange(stream, keepHeader ? start : bodyStart, (int) end);
        return new Outcome(Kind.BODY, body, 0, length, end, end);
    }

    int maxHeaderLength() {
        return preamble.length + reservedBefore + (width == 0 ? MAX_VARINT : width) + reservedAfter;
    }

    /** Where the length field ends; past the stream when that is not known, and then the least that it can be. */
    private int fieldEnd(byte[] stream, int field) {
        if (width > 0) {
            return field + width;
        }
        int last = field;
        while (last < stream.length && stream[last] < 0) {
            last++;
        }
        return last + 1;
    }

    private boolean isLength(byte[] stream, int field, int fieldEnd) {
        BigInteger value = value(stream, field, fieldEnd);
        return value.bitLength() <= (width == 0 ? 32 : 63)
                && value.add(BigInteger.valueOf(lengthAdjustment)).signum() >= 0;
    }

    private BigInteger value(byte[] stream, int field, int fieldEnd) {
        BigInteger value = BigInteger.ZERO;
        for (int i = field; i < fieldEnd; i++) {
            boolean highestFirst = width > 0 && order == ByteOrder.BIG_ENDIAN;
            int octet = stream[highestFirst ? i : fieldEnd - 1 - (i - field)] & (width == 0 ? 0x7F : 0xFF);
            value = value.shiftLeft(width == 0 ? 7 : 8).add(BigInteger.valueOf(octet));
        }
        return value;
    }

    private static long saturated(BigInteger length) {
        return length.bitLength() > 63 ? Long.MAX_VALUE : length.longValue();
    }

    private static Outcome corrupted(long told) {
        return new Outcome(Kind.CORRUPTED, new byte[0], 0, 0, told, Long.MAX_VALUE);
    }

    private static Outcome truncated(long received, long length) {
        return new Outcome(Kind.TRUNCATED, new byte[0], received, length, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * A header that declares a body of that many bytes, or of some other length where the field cannot say this one.
     *
     * @param overlong writes a varint with all the bytes that one may have
     */
    byte[] header(long bodyLength, boolean overlong) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(preamble);
        out.writeBytes(new byte[reservedBefore]);
        long value = bodyLength - lengthAdjustment;
        for (int i = 0; i < width; i++) {
            out.write((int) (value >>> (8 * (order == ByteOrder.LITTLE_ENDIAN ? i : width - 1 - i))));
        }
        if (width == 0) {
            long rest = value & 0xFFFF_FFFFL;
            for (int i = 1; overlong ? i < MAX_VARINT : rest > 0x7F; i++) {
                out.write((int) (rest | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
        out.writeBytes(new byte[reservedAfter]);
        return out.toByteArray();
    }
}
