package io.github.minaprotobuf.codec;

import io.github.minaprotobuf.codec.ReferenceDecoder.Means;
import io.github.minaprotobuf.codec.ReferenceDecoder.Part;
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
 *   1   custom: the length's width, three bits; the byte order; the type's width, three bits; whether the type is first
 *   2   custom: constant, reserved before, reserved after, two bits each; then whether a constant stands between the two
 *       numbers, and whether what is reserved before stands before the constant too
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
    private static final byte[] CONSTANT = {(byte) 0xCA, 0, (byte) 0xFF};
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
        int numbers = in.octet();
        int fillers = in.octet();
        int adjustment = adjustment((byte) in.octet());
        int limit = in.octet();
        int mode = in.octet();
        int counts = in.octet();
        byte[] chunkSizes = in.bytes(counts & 0xF);

        ReferenceDecoder unlimited =
                choice < 4 ? preset(choice) : custom(numbers, fillers, adjustment, (mode & 4) != 0);
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
        return builder().frameFormat(format).maxBodyLength(reference.limit()).build();
    }

    private ProtobufCodecFactory.Builder builder() {
        return reference.isTyped()
                ? ProtobufCodecFactory.builder(FuzzBody.types())
                : ProtobufCodecFactory.builder(body.codec());
    }

    private static ReferenceDecoder preset(int choice) {
        ByteOrder order = choice == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        Part length = Part.number(Means.LENGTH, choice == 2 ? 0 : Integer.BYTES, order);
        List<Part> parts = choice == 3 ? List.of(Part.number(Means.FLAG, 1, order), length) : List.of(length);
        return new ReferenceDecoder(parts, 0, 0, 1);
    }

    private static FrameFormat presetFormat(int choice) {
        return switch (choice) {
            case 0 -> FrameFormat.littleEndian32();
            case 1 -> FrameFormat.bigEndian32();
            case 2 -> FrameFormat.varint32();
            default -> FrameFormat.grpc();
        };
    }

    private static ReferenceDecoder custom(int numbers, int fillers, int adjustment, boolean datagrams) {
        ByteOrder order = (numbers & 8) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        boolean rest = datagrams && (numbers & 7) == 7;
        Part length = Part.number(Means.LENGTH, rest ? Part.REST : WIDTHS[(numbers & 7) % WIDTHS.length], order);
        int typeWidth = (numbers >> 4 & 7) - 2;
        Part type = Part.number(Means.TYPE, typeWidth > 4 ? 0 : typeWidth, order);
        boolean typed = typeWidth >= 0;
        boolean typeFirst = (numbers & 0x80) != 0 || rest;

        List<Part> parts = new ArrayList<>();
        parts.add(Part.constant(Arrays.copyOf(CONSTANT, fillers & 3)));
        parts.add((fillers & 0x80) == 0 ? parts.size() : 0, Part.reserved(fillers >> 2 & 3));
        if (typed) {
            parts.add(typeFirst ? type : length);
        }
        if ((fillers & 0x40) != 0) {
            parts.add(Part.constant(CONSTANT[0]));
        }
        parts.add(typeFirst || !typed ? length : type);
        if (!rest) {
            parts.add(Part.reserved(fillers >> 4 & 3));
        }
        ReferenceDecoder custom = new ReferenceDecoder(parts, rest ? 0 : adjustment, 0, typed ? FuzzBody.TYPES : 1);
        return longest(custom) < shortest(custom) ? custom(numbers, fillers, 0, datagrams) : custom;
    }

    private static FrameFormat customFormat(ReferenceDecoder like) {
        FrameFormatBuilder builder = FrameFormat.builder().lengthAdjustment(like.lengthAdjustment());
        for (Part part : like.parts()) {
            switch (part.means()) {
                case CONSTANT -> builder.constant(part.bytes());
                case RESERVED -> builder.reserved(part.width());
                case LENGTH -> addLength(builder, part);
                default -> addType(builder, part);
            }
        }
        return builder.build();
    }

    private static void addLength(FrameFormatBuilder builder, Part part) {
        if (part.isRest()) {
            builder.restOfDatagram();
        } else if (part.isVarint()) {
            builder.varintLength();
        } else {
            builder.fixedLength(part.width(), part.order());
        }
    }

    private static void addType(FrameFormatBuilder builder, Part part) {
        if (part.isVarint()) {
            builder.varintType();
        } else {
            builder.fixedType(part.width(), part.order());
        }
    }

    private static int adjustment(byte choice) {
        return Math.abs(choice) <= DIRECT_ADJUSTMENTS ? choice : ADJUSTMENTS[(choice & 0xFF) % ADJUSTMENTS.length];
    }

    /** The nearest limit that the format can express: the factory refuses others. */
    private static ReferenceDecoder withLimit(ReferenceDecoder that, int limit) {
        return new ReferenceDecoder(
                that.parts(),
                that.lengthAdjustment(),
                (int) Math.max(shortest(that), Math.min(longest(that), limit)),
                that.refuses());
    }

    private static long shortest(ReferenceDecoder format) {
        return Math.max(0, format.lengthAdjustment());
    }

    private static long longest(ReferenceDecoder format) {
        return Math.min(Integer.MAX_VALUE, maxValue(format.length()) + format.lengthAdjustment());
    }

    private static long maxValue(Part length) {
        // Half of what eight bytes hold, since an adjustment is added to it; enough for any limit.
        return length.isRest() || length.isVarint()
                ? 0xFFFF_FFFFL
                : length.width() == Long.BYTES ? Long.MAX_VALUE / 2 : (1L << (8 * length.width())) - 1;
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
                    case 3 ->
                        out.writeBytes(
                                format.header(in.remaining() < 4 ? n : in.getInt() & 0xFFFF_FFFFL, n & 3, false));
                    case 4 -> out.writeBytes(frame(format, nested(n), false));
                    default -> out.writeBytes(frame(format, payload(n << (command >> 4 & 7)), false));
                }
            }
            return out.toByteArray();
        }

        private static byte[] frame(ReferenceDecoder format, byte[] body, boolean overlong) {
            return Wire.concat(format.header(body.length, body.length & 3, overlong), body);
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
