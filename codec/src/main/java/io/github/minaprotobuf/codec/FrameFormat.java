package io.github.minaprotobuf.codec;

import java.nio.ByteOrder;

/**
 * What stands before a body on the wire: four formats that others speak, one for datagrams, and a {@link #builder()} for any
 * other.
 *
 * <p>A body of 300 bytes (0x12C), here {@code B..}:
 *
 * <pre>
 *   littleEndian32()   2C 01 00 00 B..        4 + 300 bytes
 *   bigEndian32()      00 00 01 2C B..        4 + 300 bytes
 *   varint32()         AC 02 B..              2 + 300 bytes
 *   grpc()             00 00 00 01 2C B..     5 + 300 bytes
 *   datagram()         B..                    0 + 300 bytes
 * </pre>
 *
 * <p>Encoder and decoder share one format. The default of {@link ProtobufCodecFactory} is {@link #littleEndian32()}.
 * All lengths are in bytes. Immutable and safe to share between threads; formats with the same parts are equal.
 *
 * <h2>Formats of other parts</h2>
 *
 * <p>Each call of the builder appends one part, in the order in which the parts stand on the wire, so that a format reads as
 * its own diagram. Six examples; the body is {@code 12 02 68 69}, and its type, where the header says one, is 7:
 *
 * <pre>{@code
 * 1  a constant, then the length
 *    builder().constant((byte) 0xCA, (byte) 0xFE).fixedLength(2, BIG_ENDIAN)
 *      CA FE 00 04 12 02 68 69         body of 4 bytes
 *      CA FF                           CorruptedFrameException: byte 1 of the header is FF, expected FE
 *
 * 2  bytes that say nothing here
 *    builder().reserved(1).varintLength().reserved(2)
 *      00 04 00 00 12 02 68 69         body of 4 bytes, as the encoder writes it
 *      AA 04 BB CC 12 02 68 69         the same body
 *
 * 3  a length that counts its own two bytes too
 *    builder().fixedLength(2, LITTLE_ENDIAN).lengthAdjustment(-2)
 *      06 00 12 02 68 69               body of 4 bytes
 *      01 00                           CorruptedFrameException: body length -1 is under the limit of 0
 *
 * 4  the type before the length, as Mumble has it
 *    builder().fixedType(2, BIG_ENDIAN).fixedLength(4, BIG_ENDIAN)
 *      00 07 00 00 00 04 12 02 68 69   type 7, body of 4 bytes
 *
 * 5  the type behind the length, which counts it, as in Riak and MySQL X
 *    builder().fixedLength(4, BIG_ENDIAN).fixedType(1, BIG_ENDIAN).lengthAdjustment(-1)
 *      00 00 00 05 07 12 02 68 69      type 7, body of 4 bytes
 *
 * 6  varints behind a constant, as ESPHome has it
 *    builder().constant((byte) 0).varintLength().varintType()
 *      00 04 07 12 02 68 69            type 7, body of 4 bytes
 *      00 04 AC 02 12 02 68 69         type 300, body of 4 bytes
 * }</pre>
 */
public final class FrameFormat {

    private static final FrameFormat LITTLE_ENDIAN_32 =
            builder().fixedLength(Integer.BYTES, ByteOrder.LITTLE_ENDIAN).build();
    private static final FrameFormat BIG_ENDIAN_32 =
            builder().fixedLength(Integer.BYTES, ByteOrder.BIG_ENDIAN).build();
    private static final FrameFormat VARINT_32 = builder().varintLength().build();
    private static final FrameFormat GRPC = builder()
            .number(new CompressedFlag())
            .fixedLength(Integer.BYTES, ByteOrder.BIG_ENDIAN)
            .build();
    private static final FrameFormat DATAGRAM = builder().restOfDatagram().build();

    private final Header header;

    FrameFormat(Header header) {
        this.header = header;
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
     * {@return gRPC's length-prefixed message: a flag byte, four bytes highest first, then the body} The encoder writes the
     * flag as 0, "not compressed". A body that is flagged with 1, "compressed", is a {@link CompressedBodyException}, or is
     * decompressed if the factory has a {@linkplain ProtobufCodecFactory.Builder#decompressor decompressor}. Any other flag
     * is a {@link CorruptedFrameException}.
     *
     * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
     */
    public static FrameFormat grpc() {
        return GRPC;
    }

    /**
     * {@return the format of datagrams, each of which is one body, with nothing before it} For transports without
     * fragmentation only, such as {@code NioDatagramAcceptor}. A datagram of 0 bytes is no message: MINA shows it to no
     * codec.
     */
    public static FrameFormat datagram() {
        return DATAGRAM;
    }

    /** {@return a builder of any other format} */
    public static FrameFormatBuilder builder() {
        return new FrameFormatBuilder();
    }

    Header header() {
        return header;
    }

    /** Whether its frames end with the datagram. */
    boolean isForDatagramsOnly() {
        return header instanceof AbsentField || (header instanceof ComposedHeader composed && composed.isRest());
    }

    /** Whether its header has gRPC's flag. */
    boolean flagsCompressed() {
        return equals(GRPC);
    }

    /** The longest body that both the header can announce and a Java array can hold. */
    int maxBodyLength() {
        return (int) Math.min(Integer.MAX_VALUE, header.maxBodyLength());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrameFormat that && header.equals(that.header);
    }

    @Override
    public int hashCode() {
        return header.hashCode();
    }

    /** {@return its parts in wire order, as in {@code FrameFormat[type:2be length:4be]}} */
    @Override
    public String toString() {
        return "FrameFormat[" + header + "]";
    }
}
