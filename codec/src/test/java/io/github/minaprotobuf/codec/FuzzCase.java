package io.github.minaprotobuf.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a fuzzer's bytes stand for: any bytes are a case. Missing ones count as zero.
 *
 * <pre>
 *   0   format: 0..3 the presets, 4..7 a custom one
 *   1   custom: length field
 *   2   custom: preamble, reserved before, reserved after, two bits each; then whether to keep the header
 *   3   custom: length adjustment
 *   4   limit
 *   5   two bits each: what the bodies are; transport and whether the stream is a script; then the kind of buffer
 *   6   low half: how many chunk sizes follow; high half: how often the stream comes again
 *   ..  chunk sizes, used in turn; 0 is all the rest
 *   ..  the stream, or the script that makes it
 * </pre>
 */
record FuzzCase(
        FrameFormat format,
        ReferenceDecoder reference,
        FuzzBody body,
        boolean datagrams,
        BufferKind bufferKind,
        List<byte[]> chunks) {

    /** Enough for a body to be moved as it grows; more only takes time. */
    private static final int MAX_STREAM = 1_600;

    private static final int MAX_CHUNKS = 100;
    private static final int[] WIDTHS = {0, 1, 2, 3, 4, 8};
    private static final byte[] PREAMBLE = {(byte) 0xCA, 0, (byte) 0xFF};
    private static final int[] LIMITS = {
        127,
        128,
        129,
        255,
        256,
        300,
        1_000,
        1_024,
        1_025,
        4_000,
        5_000,
        1 << 14,
        1 << 16,
        1 << 21,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE
    };
    private static final int[] ADJUSTMENTS = {
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        -65_536,
        -1_000,
        -256,
        -128,
        128,
        256,
        1_000,
        65_536,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE
    };
    private static final int DIRECT_ADJUSTMENTS = 120;

    static FuzzCase of(byte[] input) {
        Reader in = new Reader(ByteBuffer.wrap(input));
        int choice = in.octet() & 7;
        int field = in.octet();
        int fixedParts = in.octet();
        int adjustment = adjustment((byte) in.octet());
        int limit = in.octet();
        int mode = in.octet();
        int counts = in.octet();
        byte[] chunkSizes = in.bytes(counts & 0xF);

        ReferenceDecoder unlimited = choice < 4 ? preset(choice) : custom(field, fixedParts, adjustment);
        ReferenceDecoder reference = withLimit(unlimited, limit < 128 ? limit : LIMITS[limit % LIMITS.length]);
        boolean script = (mode & 8) != 0;
        byte[] once = script ? in.script(reference) : in.rest();
        return new FuzzCase(
                choice < 4 ? presetFormat(choice) : customFormat(reference),
                reference,
                FuzzBody.of(mode & 3),
                (mode & 4) != 0,
                bufferKind(mode >> 4),
                chunks(repeated(once, 1 + (counts >> 4)), chunkSizes));
    }

    ProtobufCodecFactory factory() {
        return ProtobufCodecFactory.builder(body.codec())
                .frameFormat(format)
                .maxBodyLength(reference.limit())
                .build();
    }

    private static ReferenceDecoder preset(int choice) {
        byte[] preamble = choice == 3 ? new byte[1] : new byte[0];
        ByteOrder order = choice == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new ReferenceDecoder(preamble, 0, choice == 2 ? 0 : Integer.BYTES, order, 0, 0, false, 0);
    }

    private static FrameFormat presetFormat(int choice) {
        return switch (choice) {
            case 0 -> FrameFormat.littleEndian32();
            case 1 -> FrameFormat.bigEndian32();
            case 2 -> FrameFormat.varint32();
            default -> FrameFormat.grpc();
        };
    }

    private static ReferenceDecoder custom(int field, int fixedParts, int adjustment) {
        int width = WIDTHS[(field & 7) % WIDTHS.length];
        ByteOrder order = (field & 8) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ReferenceDecoder custom = new ReferenceDecoder(
                Arrays.copyOf(PREAMBLE, fixedParts & 3),
                fixedParts >> 2 & 3,
                width,
                order,
                fixedParts >> 4 & 3,
                adjustment,
                (fixedParts & 0x40) != 0,
                0);
        return longest(custom) < shortest(custom) ? custom(field, fixedParts, 0) : custom;
    }

    private static FrameFormat customFormat(ReferenceDecoder like) {
        FrameFormat.Builder builder = FrameFormat.builder()
                .preamble(like.preamble())
                .reservedBefore(like.reservedBefore())
                .reservedAfter(like.reservedAfter())
                .lengthAdjustment(like.lengthAdjustment());
        if (like.keepHeader()) {
            builder.keepHeader();
        }
        return like.width() == 0
                ? builder.varintLength().build()
                : builder.fixedLength(like.width(), like.order()).build();
    }

    private static int adjustment(byte choice) {
        return Math.abs(choice) <= DIRECT_ADJUSTMENTS ? choice : ADJUSTMENTS[(choice & 0xFF) % ADJUSTMENTS.length];
    }

    /** The nearest limit that the format can express: the factory refuses others. */
    private static ReferenceDecoder withLimit(ReferenceDecoder that, int limit) {
        return new ReferenceDecoder(
                that.preamble(),
                that.reservedBefore(),
                that.width(),
                that.order(),
                that.reservedAfter(),
                that.lengthAdjustment(),
                that.keepHeader(),
                (int) Math.max(shortest(that), Math.min(longest(that), limit)));
    }

    private static long shortest(ReferenceDecoder format) {
        return Math.max(0, format.lengthAdjustment());
    }

    private static long longest(ReferenceDecoder format) {
        int longestArray = Integer.MAX_VALUE - (format.keepHeader() ? format.maxHeaderLength() : 0);
        return Math.min(longestArray, maxValue(format.width()) + format.lengthAdjustment());
    }

    private static long maxValue(int width) {
        // Half of what eight bytes hold, since an adjustment is added to it; enough for any limit.
        return width == 0 ? 0xFFFF_FFFFL : width == Long.BYTES ? Long.MAX_VALUE / 2 : (1L << (8 * width)) - 1;
    }

    /** Most often the kind that costs least. */
    @SuppressWarnings("EnumOrdinal") // any of them will do
    private static BufferKind bufferKind(int choice) {
        return choice < BufferKind.values().length ? BufferKind.values()[choice] : BufferKind.HEAP;
    }

    private static byte[] repeated(byte[] once, int times) {
        ByteBuffer all = ByteBuffer.allocate(Math.min(MAX_STREAM, times * once.length));
        while (all.hasRemaining()) {
            all.put(once, 0, Math.min(once.length, all.remaining()));
        }
        return all.array();
    }

    private static List<byte[]> chunks(byte[] stream, byte[] sizes) {
        List<byte[]> chunks = new ArrayList<>();
        for (int start = 0; start < stream.length; ) {
            boolean last = sizes.length == 0 || chunks.size() == MAX_CHUNKS;
            int size = last ? 0 : sizes[chunks.size() % sizes.length] & 0xFF;
            int end = size == 0 ? stream.length : Math.min(stream.length, start + size);
            chunks.add(Arrays.copyOfRange(stream, start, end));
            start = end;
        }
        return chunks;
    }

    @Override
    public String toString() {
        return format + ", limit " + reference.limit() + ", " + body + (datagrams ? ", datagrams, " : ", stream, ")
                + bufferKind + ", chunks "
                + chunks.stream().map(HexFormat.of()::formatHex).toList();
    }

    /** Takes the input apart. */
    private record Reader(ByteBuffer in) {

        int octet() {
            return in.hasRemaining() ? in.get() & 0xFF : 0;
        }

        byte[] bytes(int atMost) {
            byte[] bytes = new byte[Math.min(atMost, in.remaining())];
            in.get(bytes);
            return bytes;
        }

        byte[] rest() {
            return bytes(MAX_STREAM);
        }

        /** A stream of frames whose headers are right: what random bytes seldom come to. */
        byte[] script(ReferenceDecoder format) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (in.hasRemaining() && out.size() < MAX_STREAM) {
                int command = octet();
                int n = octet();
                switch (command & 7) {
                    case 0 -> out.writeBytes(frame(format, bytes(n), false));
                    case 1 -> out.writeBytes(frame(format, bytes(n), true));
                    case 2 -> out.writeBytes(bytes(n));
                    case 3 -> out.writeBytes(format.header(in.remaining() < 4 ? n : in.getInt() & 0xFFFF_FFFFL, false));
                    case 4 -> out.writeBytes(frame(format, nested(n), false));
                    default -> out.writeBytes(frame(format, payload(n << (command >> 4 & 7)), false));
                }
            }
            return out.toByteArray();
        }

        private static byte[] frame(ReferenceDecoder format, byte[] body, boolean overlong) {
            return Wire.concat(format.header(body.length, overlong), body);
        }

        /** A {@code Sample} with that many levels of children. */
        private static byte[] nested(int levels) {
            byte[] body = {};
            for (int i = 0; i < levels; i++) {
                body = field(0x22, body);
            }
            return body;
        }

        /** A {@code Sample} with a payload of that many bytes. */
        private static byte[] payload(int length) {
            return field(0x1A, new byte[length]);
        }

        private static byte[] field(int tag, byte[] content) {
            return Wire.concat(new byte[] {(byte) tag}, Wire.VARINT32.frame(content));
        }
    }
}
