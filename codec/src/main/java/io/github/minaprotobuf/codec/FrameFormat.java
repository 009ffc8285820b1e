package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * What stands before a body on the wire: four formats that others speak, and a {@link #builder()} for any other.
 *
 * <pre>
 *   preamble | reserved before | length field | reserved after | body
 *   \________________________ header ________________________/
 * </pre>
 *
 * <p>A body of 300 bytes (0x12C), here {@code B..}:
 *
 * <pre>
 *   littleEndian32()   2C 01 00 00 B..        4 + 300 bytes
 *   bigEndian32()      00 00 01 2C B..        4 + 300 bytes
 *   varint32()         AC 02 B..              2 + 300 bytes
 *   grpc()             00 00 00 01 2C B..     5 + 300 bytes
 * </pre>
 *
 * <p>Encoder and decoder share one format. The default of {@link ProtobufCodecFactory} is {@link #littleEndian32()}.
 * All lengths are in bytes. Immutable and safe to share between threads; formats with the same settings are equal.
 */
public final class FrameFormat {

    private static final int MAX_HEADER_LENGTH = 1024;

    private static final FrameFormat LITTLE_ENDIAN_32 =
            builder().fixedLength(Integer.BYTES, ByteOrder.LITTLE_ENDIAN).build();
    private static final FrameFormat BIG_ENDIAN_32 =
            builder().fixedLength(Integer.BYTES, ByteOrder.BIG_ENDIAN).build();
    private static final FrameFormat VARINT_32 = builder().varintLength().build();
    private static final FrameFormat GRPC = builder()
            .preamble((byte) 0)
            .fixedLength(Integer.BYTES, ByteOrder.BIG_ENDIAN)
            .build();

    private final Header header;
    private final boolean keepsHeader;

    private FrameFormat(Header header, boolean keepsHeader) {
        this.header = header;
        this.keepsHeader = keepsHeader;
    }

    /** {@return the format with four bytes of length, lowest first, then the body} */
    public static FrameFormat littleEndian32() {
        return LITTLE_ENDIAN_32;
    }

    /** {@return the format with four bytes of length, highest first ("network order"), then the body} */
    public static FrameFormat bigEndian32() {
        return BIG_ENDIAN_32;
    }

    /**
     * {@return the format with a protobuf varint of one to five bytes, then the body} It is what
     * {@code writeDelimitedTo} and {@code parseDelimitedFrom} speak.
     */
    public static FrameFormat varint32() {
        return VARINT_32;
    }

    /**
     * {@return gRPC's length-prefixed message: a flag byte, four bytes highest first, then the body} The flag is 0, for
     * "not compressed"; any other is a {@link CorruptedFrameException}.
     *
     * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
     */
    public static FrameFormat grpc() {
        return GRPC;
    }

    /** {@return a builder of any other format} It needs a length field; all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    Header header() {
        return header;
    }

    /** Whether a decoded body starts with its header. */
    boolean keepsHeader() {
        return keepsHeader;
    }

    /** The longest body that both the header can announce and a Java array can hold. */
    int maxBodyLength() {
        int longestArray = Integer.MAX_VALUE - (keepsHeader ? header.maxLength() : 0);
        return (int) Math.min(longestArray, header.maxBodyLength());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrameFormat that && header.equals(that.header) && keepsHeader == that.keepsHeader;
    }

    @Override
    public int hashCode() {
        return Objects.hash(header, keepsHeader);
    }

    @Override
    public String toString() {
        return "FrameFormat[" + header + (keepsHeader ? ", keepsHeader]" : "]");
    }

    /**
     * Builds a {@link FrameFormat}. Each setting refuses a wrong value at once, and returns this builder. Not safe for
     * use by many threads.
     */
    public static final class Builder {
        private byte[] preamble = {};
        private int reservedBefore;
        private LengthField lengthField;
        private int reservedAfter;
        private int lengthAdjustment;
        private boolean keepsHeader;

        private Builder() {}

        /**
         * A length field of constant size, unsigned.
         *
         * @param bytes 1, 2, 3, 4 or 8
         * @param order which of its bytes comes first
         * @return this builder
         * @throws IllegalArgumentException for any other number of bytes
         */
        public Builder fixedLength(int bytes, ByteOrder order) {
            if (order == null) {
                throw new IllegalArgumentException("byte order is null");
            }
            if (bytes < 1 || bytes > 8 || (bytes > 4 && bytes < 8)) {
                throw new IllegalArgumentException("length field of " + bytes + " bytes; must be 1, 2, 3, 4 or 8");
            }
            lengthField = LengthField.fixed(bytes, order);
            return this;
        }

        /**
         * A length field of one to five bytes, seven bits in each: protobuf's varint, at most 32 bits.
         *
         * @return this builder
         */
        public Builder varintLength() {
            lengthField = new LengthField.Varint();
            return this;
        }

        /**
         * Constant bytes that start each frame: written by the encoder, verified by the decoder. Default: none.
         *
         * @param constant the bytes
         * @return this builder
         */
        public Builder preamble(byte... constant) {
            preamble = constant.clone();
            return this;
        }

        /**
         * Bytes between preamble and length field: zero when written, ignored when read. Default: 0.
         *
         * @param bytes how many
         * @return this builder
         * @throws IllegalArgumentException when negative
         */
        public Builder reservedBefore(int bytes) {
            reservedBefore = requireNotNegative(bytes, "reservedBefore");
            return this;
        }

        /**
         * Bytes between length field and body: zero when written, ignored when read. Default: 0.
         *
         * @param bytes how many
         * @return this builder
         * @throws IllegalArgumentException when negative
         */
        public Builder reservedAfter(int bytes) {
            reservedAfter = requireNotNegative(bytes, "reservedAfter");
            return this;
        }

        /**
         * What to add to the length field's value to get the body's length, as in Netty and tokio-util. Default: 0. A
         * length field that counts its own four bytes as well takes -4.
         *
         * @param bytes how many; may be negative
         * @return this builder
         */
        public Builder lengthAdjustment(int bytes) {
            lengthAdjustment = bytes;
            return this;
        }

        /**
         * Decode: gives the {@link BodyCodec} the header too, in front of the body; for headers that tell something in
         * their reserved bytes, such as the body's type. {@code maxBodyLength} goes on counting the body alone; the
         * {@code length} that the body codec is given counts the header too, and so does the length in the message of its
         * exceptions. Default: the header is taken off.
         *
         * <p>Encode: no difference, so <b>a codec with such a format can listen, but not answer</b>. The encoder writes
         * reserved bytes as zero, whatever type the body has; and what a relay with {@link BodyCodec#bytes()} has decoded
         * starts with a header already, before which the encoder writes another.
         *
         * @return this builder
         */
        public Builder keepHeader() {
            keepsHeader = true;
            return this;
        }

        /**
         * {@return the format}
         *
         * @throws IllegalStateException when no length field was chosen
         * @throws IllegalArgumentException when the header is too long, or when no body has a length that it can
         *     express
         */
        public FrameFormat build() {
            if (lengthField == null) {
                throw new IllegalStateException("no length field: call fixedLength or varintLength");
            }
            long headerLength = (long) preamble.length + reservedBefore + lengthField.maxLength() + reservedAfter;
            if (headerLength > MAX_HEADER_LENGTH) {
                throw new IllegalArgumentException(
                        "header of " + headerLength + " bytes is over the limit of " + MAX_HEADER_LENGTH);
            }
            Header header = headerLength == lengthField.maxLength() && lengthAdjustment == 0
                    ? lengthField
                    : new PaddedHeader(
                            ByteBuffer.wrap(preamble), reservedBefore, lengthField, reservedAfter, lengthAdjustment);
            FrameFormat format = new FrameFormat(header, keepsHeader);
            if (format.maxBodyLength() < header.minBodyLength()) {
                throw new IllegalArgumentException("lengthAdjustment " + lengthAdjustment
                        + " leaves no body: the length field holds at most " + lengthField.maxBodyLength());
            }
            return format;
        }

        private static int requireNotNegative(int bytes, String name) {
            if (bytes < 0) {
                throw new IllegalArgumentException(name + " is " + bytes + " bytes; must be 0 or more");
            }
            return bytes;
        }
    }
}
