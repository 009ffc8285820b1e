package io.github.minaprotobuf.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A header of several parts")
class HeaderTest {

    /** What stands in the buffer before the frame. */
    private static final byte[] EARLIER = {(byte) 0x81, 0x42, (byte) 0xC3};

    private static ByteBuffer behindEarlier(byte... header) {
        return ByteBuffer.wrap(Wire.concat(EARLIER, header));
    }

    /** The lengths that it asks for when none, one, two, ... of its bytes have arrived. */
    private static List<Integer> neededAfterEach(Header header, byte... bytes) throws CorruptedFrameException {
        List<Integer> needed = new ArrayList<>();
        for (int arrived = 0; arrived <= bytes.length; arrived++) {
            ByteBuffer in = behindEarlier(bytes).limit(EARLIER.length + arrived);
            needed.add(header.lengthAt(in, EARLIER.length));
        }
        return needed;
    }

    private static String reason(FrameFormat format, int... bytes) {
        byte[] header = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            header[i] = (byte) bytes[i];
        }
        Exception e = assertThrows(
                CorruptedFrameException.class, () -> format.header().lengthAt(behindEarlier(header), EARLIER.length));
        return e.getMessage().replaceFirst(" \\(Hexdump: .*", "");
    }

    @ParameterizedTest
    @EnumSource
    void is_read_where_it_stands_in_the_buffer_as_it_was_written(TypedWire wire) throws CorruptedFrameException {
        Header header = wire.format().header();
        for (int type : new int[] {0, 1, 127, 128, 255}) {
            for (int length : new int[] {3, 127, 128, 300, 65_536}) {
                byte[] bytes = wire.header(type, length);
                ByteBuffer in = behindEarlier(bytes);
                assertEquals(bytes.length, header.lengthAt(in, EARLIER.length));
                assertEquals(bytes.length, header.lengthBefore(length, type));
                assertEquals(length, header.bodyLengthAt(in, EARLIER.length));
                assertEquals(type, header.typeAt(in, EARLIER.length));
                byte[] out = new byte[bytes.length];
                assertEquals(bytes.length, header.write(out, length, type));
                assertArrayEquals(bytes, out);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void never_asks_for_less_than_a_byte_more_nor_for_more_than_it_takes(TypedWire wire)
            throws CorruptedFrameException {
        byte[] bytes = wire.header(200, 300);
        List<Integer> needed = neededAfterEach(wire.format().header(), bytes);
        for (int arrived = 0; arrived < bytes.length; arrived++) {
            assertTrue(needed.get(arrived) > arrived && needed.get(arrived) <= bytes.length, needed::toString);
        }
        assertEquals(bytes.length, needed.get(bytes.length));
    }

    @Test
    void asks_for_the_least_that_its_varints_can_still_take() throws CorruptedFrameException {
        assertEquals(
                List.of(3, 3, 4, 4, 5, 5),
                neededAfterEach(TypedWire.ESPHOME.format().header(), TypedWire.ESPHOME.header(300, 300)));
        assertEquals(
                List.of(11, 11, 11, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12),
                neededAfterEach(TypedWire.ALL_KINDS.format().header(), TypedWire.ALL_KINDS.header(300, 300)));
        FrameFormat varintLast = FrameFormat.builder()
                .varintLength()
                .reserved(2)
                .fixedType(1, BIG_ENDIAN)
                .build();
        assertEquals(List.of(4, 5, 5, 5, 5, 5), neededAfterEach(varintLast.header(), new byte[] {-1, 1, 0, 0, 7}));
    }

    @Test
    void of_constant_parts_asks_for_all_of_it_at_once() throws CorruptedFrameException {
        assertEquals(
                List.of(6, 6, 6, 6, 6, 6, 6),
                neededAfterEach(TypedWire.MUMBLE.format().header(), TypedWire.MUMBLE.header(300, 300)));
    }

    @Test
    void says_which_of_its_bytes_is_wrong_as_soon_as_that_has_arrived() {
        FrameFormat format = FrameFormat.builder()
                .constant((byte) 1, (byte) 2)
                .varintType()
                .constant((byte) 3)
                .fixedLength(2, BIG_ENDIAN)
                .constant((byte) 4, (byte) 5)
                .build();
        assertEquals("byte 0 of the header is 09, expected 01", reason(format, 9));
        assertEquals("byte 1 of the header is 09, expected 02", reason(format, 1, 9));
        assertEquals("byte 4 of the header is 09, expected 03", reason(format, 1, 2, 0x81, 1, 9));
        assertEquals("byte 7 of the header is 09, expected 04", reason(format, 1, 2, 0x81, 1, 3, 0, 0, 9));
        assertEquals("byte 8 of the header is 09, expected 05", reason(format, 1, 2, 0x81, 1, 3, 0, 0, 4, 9));
    }

    @Test
    void tells_of_a_number_that_cannot_be_before_what_stands_behind_it_arrives() {
        FrameFormat lengthLast = FrameFormat.builder()
                .fixedType(1, BIG_ENDIAN)
                .fixedLength(2, BIG_ENDIAN)
                .constant((byte) 7)
                .lengthAdjustment(-5)
                .build();
        assertEquals(
                "body length -1 is under the limit of 0 (length prefix 4, length adjustment -5)",
                reason(lengthLast, 1, 0, 4));
        FrameFormat lengthFirst = FrameFormat.builder()
                .fixedLength(1, BIG_ENDIAN)
                .constant((byte) 7)
                .varintType()
                .lengthAdjustment(-5)
                .build();
        assertEquals(
                "body length -5 is under the limit of 0 (length prefix 0, length adjustment -5)",
                reason(lengthFirst, 0, 7));
        FrameFormat typeLast = FrameFormat.builder()
                .fixedLength(1, BIG_ENDIAN)
                .varintType()
                .reserved(1)
                .build();
        assertEquals(
                "varint type id 4294967296 is over the limit of 32 bits, 4294967295",
                reason(typeLast, 0, 0x80, 0x80, 0x80, 0x80, 0x10));
        FrameFormat typeFirst =
                FrameFormat.builder().varintType().varintLength().build();
        assertEquals(
                "varint type id 4294967296 is over the limit of 32 bits, 4294967295",
                reason(typeFirst, 0x80, 0x80, 0x80, 0x80, 0x10));
    }

    @Test
    void may_announce_the_empty_body_but_none_below_it() throws CorruptedFrameException {
        Header header = TypedWire.RIAK.format().header();
        assertEquals(0, header.bodyLengthAt(behindEarlier((byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 9), 3));
        assertThrows(CorruptedFrameException.class, () -> header.bodyLengthAt(ByteBuffer.allocate(5), 0));
    }

    @Test
    void has_the_bounds_of_its_parts() {
        Header all = TypedWire.ALL_KINDS.format().header();
        assertEquals(2 + 5 + 3 + 3 + 2, all.maxLength());
        assertEquals(3, all.minBodyLength());
        assertEquals(0xFF_FFFFL + 3, all.maxBodyLength());
        assertEquals(0xFFFF_FFFFL, all.maxType());
        assertTrue(all.isTyped());
        assertFalse(Wire.CUSTOM.format().header().isTyped());
        assertEquals(0, Wire.CUSTOM.format().header().maxType());
        assertFalse(FrameFormat.varint32().header().isTyped());
        assertEquals(0, FrameFormat.varint32().header().maxType());
    }

    @Test
    void with_grpcs_flag_says_no_type_but_whether_the_body_is_compressed() throws CorruptedFrameException {
        Header header = FrameFormat.grpc().header();
        assertFalse(header.isTyped());
        assertEquals(1, header.maxType());
        assertEquals(5, header.maxLength());
        assertEquals(List.of(5, 5, 5, 5, 5, 5), neededAfterEach(header, Wire.GRPC.header(300)));
        byte[] written = new byte[5];
        assertEquals(5, header.write(written, 300, 1));
        assertArrayEquals(new byte[] {1, 0, 0, 1, 44}, written);
        ByteBuffer out = ByteBuffer.wrap(written);
        assertEquals(1, header.typeAt(out, 0));
        for (byte flag : new byte[] {-128, -1, 2, 127}) {
            out.put(0, flag);
            assertThrows(CorruptedFrameException.class, () -> header.typeAt(out, 0));
        }
    }

    @Test
    void of_a_datagram_takes_what_is_left_and_nothing_for_its_length() throws CorruptedFrameException {
        Header rest = FrameFormat.builder()
                .fixedType(1, BIG_ENDIAN)
                .restOfDatagram()
                .build()
                .header();
        ByteBuffer in = behindEarlier(new byte[] {5, 1, 2, 3});
        assertEquals(1, rest.lengthAt(in, EARLIER.length));
        assertEquals(1, rest.maxLength());
        assertEquals(1, rest.lengthBefore(300, 5));
        assertEquals(3, rest.bodyLengthAt(in, EARLIER.length));
        assertEquals(5, rest.typeAt(in, EARLIER.length));
        assertEquals(Integer.MAX_VALUE, rest.maxBodyLength());
        Header alone = FrameFormat.datagram().header();
        assertEquals(0, alone.lengthAt(in, EARLIER.length));
        assertEquals(0, alone.lengthBefore(300, 0));
        assertEquals(0, alone.maxLength());
        assertEquals(4, alone.bodyLengthAt(in, EARLIER.length));
    }

    @Test
    void is_another_one_when_any_of_its_parts_is() {
        List<FrameFormat> formats = List.of(
                typed().build(),
                typed().lengthAdjustment(1).build(),
                typed().reserved(1).build(),
                typed().constant((byte) 0).build(),
                FrameFormat.builder()
                        .reserved(1)
                        .fixedType(2, BIG_ENDIAN)
                        .fixedLength(4, BIG_ENDIAN)
                        .build(),
                FrameFormat.builder()
                        .fixedType(2, BIG_ENDIAN)
                        .reserved(1)
                        .fixedLength(4, BIG_ENDIAN)
                        .build(),
                FrameFormat.builder()
                        .fixedLength(4, BIG_ENDIAN)
                        .fixedType(2, BIG_ENDIAN)
                        .build(),
                FrameFormat.builder()
                        .fixedType(2, LITTLE_ENDIAN)
                        .fixedLength(4, BIG_ENDIAN)
                        .build(),
                FrameFormat.builder().fixedType(2, BIG_ENDIAN).varintLength().build());
        for (int i = 0; i < formats.size(); i++) {
            for (int j = 0; j < formats.size(); j++) {
                if (i == j) {
                    assertEquals(formats.get(i), formats.get(j));
                } else {
                    assertNotEquals(formats.get(i), formats.get(j));
                }
            }
        }
        assertEquals(typed().build(), typed().build());
        assertEquals(typed().build().hashCode(), typed().build().hashCode());
        assertNotEquals(0, typed().build().hashCode());
    }

    private static FrameFormatBuilder typed() {
        return FrameFormat.builder().fixedType(2, BIG_ENDIAN).fixedLength(4, BIG_ENDIAN);
    }
}
