package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A frame format lays out headers, and refuses at build time what it cannot lay out")
class FrameFormatTest {

    private static FrameFormatBuilder fixed(int bytes) {
        return FrameFormat.builder().fixedLength(bytes, ByteOrder.BIG_ENDIAN);
    }

    private static String header(FrameFormat format, int bodyLength) {
        byte[] out = new byte[format.header().lengthBefore(bodyLength, 0)];
        assertEquals(out.length, format.header().write(out, bodyLength, 0));
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(out);
    }

    @Test
    void the_javadoc_diagrams_of_a_body_of_300_bytes() {
        assertEquals("2C 01 00 00", header(FrameFormat.littleEndian32(), 300));
        assertEquals("00 00 01 2C", header(FrameFormat.bigEndian32(), 300));
        assertEquals("AC 02", header(FrameFormat.varint32(), 300));
        assertEquals("00 00 00 01 2C", header(FrameFormat.grpc(), 300));
        assertEquals("", header(FrameFormat.datagram(), 300));
    }

    @ParameterizedTest
    @CsvSource({"1,2C", "2,01 2C", "3,00 01 2C", "4,00 00 01 2C", "8,00 00 00 00 00 00 01 2C"})
    void fixed_lengths_of_each_size(int bytes, String big) throws CorruptedFrameException {
        int bodyLength = bytes == 1 ? 0x2C : 0x12C;
        assertEquals(big, header(fixed(bytes).build(), bodyLength));
        FrameFormat little = FrameFormat.builder()
                .fixedLength(bytes, ByteOrder.LITTLE_ENDIAN)
                .build();
        List<String> lowestFirst = Arrays.asList(big.split(" "));
        Collections.reverse(lowestFirst);
        assertEquals(String.join(" ", lowestFirst), header(little, bodyLength));
        byte[] written = HexFormat.ofDelimiter(" ").parseHex(header(little, bodyLength));
        assertEquals(bodyLength, little.header().bodyLengthAt(ByteBuffer.wrap(written), 0));
    }

    @ParameterizedTest
    @EnumSource
    void headers_agree_with_a_peers(Wire wire) throws CorruptedFrameException {
        Header header = wire.format().header();
        for (int length :
                new int[] {0, 1, 127, 128, 255, 256, 16_383, 16_384, 65_536, 1 << 24, Integer.MAX_VALUE - 11}) {
            byte[] expected = wire.header(length);
            byte[] out = new byte[expected.length];
            header.write(out, length, 0);
            assertArrayEquals(expected, out);
            assertEquals(expected.length, header.lengthBefore(length, 0));
            assertEquals(length, header.bodyLengthAt(ByteBuffer.wrap(expected), 0));
            assertEquals(expected.length, header.lengthAt(ByteBuffer.wrap(expected), 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_buffers_byte_order_does_not_matter(Wire wire) throws CorruptedFrameException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer buffer = ByteBuffer.wrap(wire.header(300)).order(order);
            assertEquals(300, wire.format().header().bodyLengthAt(buffer, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_incomplete_header_asks_for_more_than_there_is(Wire wire) throws CorruptedFrameException {
        byte[] header = wire.header(300);
        for (int arrived = 0; arrived < header.length; arrived++) {
            int needed = wire.format().header().lengthAt(ByteBuffer.wrap(header, 0, arrived), 0);
            assertTrue(needed > arrived && needed <= header.length, needed + " after " + arrived);
        }
    }

    @Test
    void a_look_at_a_header_moves_nothing() throws CorruptedFrameException {
        ByteBuffer in = ByteBuffer.wrap(Wire.CUSTOM.frame(Samples.ONE));
        Wire.CUSTOM.format().header().lengthAt(in, 0);
        Wire.CUSTOM.format().header().bodyLengthAt(in, 0);
        assertEquals(0, in.position());
    }

    @Test
    void bounds_of_bodies_follow_from_field_and_adjustment() {
        assertEquals(255, fixed(1).build().maxBodyLength());
        assertEquals(65_535 - 4, fixed(2).lengthAdjustment(-4).build().maxBodyLength());
        assertEquals(0xFF_FFFF + 7, fixed(3).lengthAdjustment(7).build().maxBodyLength());
        assertEquals(7, fixed(3).lengthAdjustment(7).build().header().minBodyLength());
        assertEquals(Integer.MAX_VALUE, fixed(4).build().maxBodyLength());
        assertEquals(
                Integer.MAX_VALUE,
                fixed(8).lengthAdjustment(Integer.MAX_VALUE).build().maxBodyLength());
        assertEquals(
                0, fixed(8).lengthAdjustment(Integer.MIN_VALUE).build().header().minBodyLength());
    }

    @Test
    void an_adjusted_length_past_a_long_is_the_largest_there_is() throws CorruptedFrameException {
        FrameFormat format = fixed(8).lengthAdjustment(10).build();
        assertEquals(
                Long.MAX_VALUE,
                format.header()
                        .bodyLengthAt(
                                ByteBuffer.allocate(8)
                                        .putLong(Long.MAX_VALUE - 5)
                                        .flip(),
                                0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5, 6, 7, 9})
    void length_fields_of_other_sizes_are_refused(int bytes) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> fixed(bytes))
                .getMessage()
                .contains("" + bytes));
    }

    @Test
    void type_fields_of_other_sizes_are_refused() {
        for (int bytes : new int[] {-1, 0, 5, 8}) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> FrameFormat.builder().fixedType(bytes, ByteOrder.BIG_ENDIAN))
                    .getMessage();
            assertEquals("type field of " + bytes + " bytes; must be 1, 2, 3 or 4", message);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,255", "2,65535", "3,16777215", "4,4294967295"})
    void type_fields_of_each_size_hold_ids_up_to_their_last_bit(int bytes, long most) {
        FrameFormat format = FrameFormat.builder()
                .fixedType(bytes, ByteOrder.BIG_ENDIAN)
                .varintLength()
                .build();
        assertEquals(most, format.header().maxType());
    }

    @Test
    void bytes_on_both_sides_of_a_length_make_it_no_length_alone() {
        FrameFormat format = FrameFormat.builder()
                .reserved(1)
                .fixedLength(1, ByteOrder.BIG_ENDIAN)
                .reserved(1)
                .build();
        assertEquals("00 05 00", header(format, 5));
    }

    @Test
    void as_many_bytes_may_be_reserved_as_a_header_may_have() {
        FrameFormat.builder().reserved(0).reserved(1024);
        assertEquals("05", header(fixed(1).reserved(0).build(), 5));
    }

    @Test
    void a_second_length_or_type_is_refused() {
        assertEquals(
                "the format has length:varint already, and length:2be would be a second one",
                assertThrows(
                                IllegalStateException.class,
                                () -> FrameFormat.builder().varintLength().fixedLength(2, ByteOrder.BIG_ENDIAN))
                        .getMessage());
        assertThrows(
                IllegalStateException.class,
                () -> FrameFormat.builder().fixedType(1, ByteOrder.BIG_ENDIAN).varintType());
    }

    @Test
    void what_cannot_be_laid_out_is_refused() {
        assertThrows(IllegalStateException.class, () -> FrameFormat.builder().build());
        assertThrows(
                IllegalStateException.class,
                () -> FrameFormat.builder().varintType().build());
        assertThrows(IllegalArgumentException.class, () -> fixed(4).reserved(-1));
        assertThrows(IllegalArgumentException.class, () -> fixed(4).reserved(1025));
        assertThrows(IllegalArgumentException.class, () -> FrameFormat.builder().fixedLength(4, null));
        assertThrows(IllegalArgumentException.class, () -> FrameFormat.builder().fixedType(4, null));
        assertThrows(
                IllegalArgumentException.class,
                () -> fixed(1).lengthAdjustment(-256).build());
        fixed(1).lengthAdjustment(-255).build();
        assertThrows(
                IllegalArgumentException.class, () -> fixed(4).reserved(1021).build());
        fixed(4).reserved(1020).build();
        assertThrows(
                IllegalArgumentException.class,
                () -> FrameFormat.builder()
                        .constant(new byte[1000])
                        .varintLength()
                        .reserved(20)
                        .build());
        FrameFormat.builder()
                .constant(new byte[1000])
                .varintLength()
                .reserved(19)
                .build();
    }

    @Test
    void a_constant_is_copied() {
        byte[] constant = {1, 2};
        FrameFormatBuilder builder = FrameFormat.builder().constant(constant).fixedLength(1, ByteOrder.BIG_ENDIAN);
        constant[0] = 9;
        assertEquals("01 02 05", header(builder.build(), 5));
    }

    @Test
    void a_builder_that_goes_on_leaves_what_it_has_built() {
        FrameFormatBuilder builder = fixed(1);
        FrameFormat first = builder.build();
        FrameFormat second = builder.reserved(1).constant((byte) 7).build();
        assertEquals("05", header(first, 5));
        assertEquals("05 00 07", header(second, 5));
    }

    @Test
    void a_format_describes_itself_as_its_parts_stand_on_the_wire() {
        assertEquals(
                "FrameFormat[const:CAFE reserved:1 length:8le reserved:3 adjust:-11]",
                Wire.CUSTOM.format().toString());
        assertEquals(
                "FrameFormat[reserved:1 const:CA type:varint const:FE reserved:2 length:3be reserved:1 const:07 adjust:3]",
                TypedWire.ALL_KINDS.format().toString());
        assertEquals("FrameFormat[length:4le]", FrameFormat.littleEndian32().toString());
        assertEquals("FrameFormat[length:varint]", FrameFormat.varint32().toString());
        assertEquals("FrameFormat[compressed:1 length:4be]", FrameFormat.grpc().toString());
        assertEquals("FrameFormat[length:rest]", FrameFormat.datagram().toString());
    }

    @Test
    void formats_of_the_same_parts_are_equal() {
        assertEquals(FrameFormat.bigEndian32(), fixed(4).build());
        assertEquals(FrameFormat.bigEndian32().hashCode(), fixed(4).build().hashCode());
        assertEquals(fixed(4).reserved(1).build(), fixed(4).reserved(1).build());
        assertNotEquals(FrameFormat.bigEndian32(), FrameFormat.littleEndian32());
        assertNotEquals(
                FrameFormat.bigEndian32().hashCode(), FrameFormat.varint32().hashCode());
        assertNotEquals(fixed(4).build(), fixed(4).constant((byte) 0).build());
        assertNotEquals(
                fixed(4).reserved(1).build(), fixed(4).constant((byte) 0).build());
        assertNotEquals(fixed(4).build(), fixed(4).lengthAdjustment(1).build());
        assertNotEquals(
                fixed(4).build(), fixed(4).fixedType(1, ByteOrder.BIG_ENDIAN).build());
        assertNotEquals(fixed(4).build(), null);
    }
}
