package io.github.minaprotobuf.client.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.minaprotobuf.client.EachFormat;
import io.github.minaprotobuf.client.wire.Wire.Look;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    @ParameterizedTest
    @CsvSource({
        "le32, 0, 00000000",
        "le32, 300, 2c010000",
        "le32, 2147483647, ffffff7f",
        "be32, 0, 00000000",
        "be32, 300, 0000012c",
        "be32, 2147483647, 7fffffff",
        "varint32, 0, 00",
        "varint32, 127, 7f",
        "varint32, 128, 8001",
        "varint32, 300, ac02",
        "varint32, 16383, ff7f",
        "varint32, 16384, 808001",
        "varint32, 2097152, 80808001",
        "varint32, 2147483647, ffffffff07",
        "grpc, 0, 0000000000",
        "grpc, 300, 000000012c"
    })
    void headersAreTheBytesOfTheFormat(String format, int bodyLength, String hex) {
        Wire wire = Wire.parse(format);

        assertEquals(hex, HexFormat.of().formatHex(wire.header(bodyLength)));
        assertEquals(bodyLength, length(wire, hex));
    }

    @ParameterizedTest
    @CsvSource({
        "type:2be length:4be, 300, 00010000012c",
        "type:2be length:4be, 0, 000100000000",
        "length:4be type:1be adjust:-1, 300, 0000012d01",
        "length:4le const:0a0b type:4le adjust:-6, 1, 070000000a0b01000000",
        "const:00 length:varint type:varint, 300, 00ac0201",
        "reserved:2 length:3le, 300, 00002c0100",
        "length:8be, 300, 000000000000012c"
    })
    void headersAreThePartsOfTheFormat(String format, int bodyLength, String hex) {
        Wire wire = Wire.parse(format);

        assertEquals(hex, HexFormat.of().formatHex(wire.header(bodyLength)));
        Look.Whole whole = assertInstanceOf(Look.Whole.class, look(wire, hex));
        assertEquals(bodyLength, whole.bodyLength());
        assertEquals(wire.type(), whole.type());
    }

    @Test
    void aTypeOfOnesOwnStandsInTheHeader() {
        Wire wire = Wire.parse("const:00 length:varint type:varint").sendingType(300);

        assertEquals("0003ac02", HexFormat.of().formatHex(wire.header(3)));
    }

    @Test
    void whatAHeaderCannotSayIsRefused() {
        assertThrows(
                Wire.UnsayableException.class, () -> Wire.parse("length:2be").header(65_536));
        assertThrows(
                Wire.UnsayableException.class,
                () -> Wire.parse("type:1be length:2be").sendingType(256));
        assertThrows(IllegalArgumentException.class, () -> Wire.LE32.sendingType(1));
        assertEquals(65_535, Wire.parse("length:2be").longestBody());
        assertEquals(65_534, Wire.parse("length:2be adjust:-1").longestBody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "le64",
                "length",
                "length:4",
                "length:9be",
                "length:4be length:4be",
                "type:2be",
                "const:0",
                "type:1be type:1be length:4be",
                "length:4be adjust:x",
                "reserved:0 length:4be"
            })
    void whatIsNoFormatIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Wire.parse(text));
    }

    @Test
    void lengthsAreUnsigned() {
        assertEquals(0xFFFFFFFFL, length(Wire.LE32, "ffffffff"));
        assertEquals(0x80000000L, length(Wire.BE32, "80000000"));
        assertEquals(0xFFFFFFFFL, length(Wire.VARINT32, "ffffffff0f"));
    }

    @Test
    void whatIsNoHeaderIsWrong() {
        assertInstanceOf(Look.Wrong.class, look(Wire.VARINT32, "808080808001"));
        assertInstanceOf(Look.Wrong.class, look(Wire.GRPC, "0200000000"));
        assertInstanceOf(Look.Wrong.class, look(Wire.parse("length:4be adjust:-4"), "00000003"));
        assertInstanceOf(Look.Wrong.class, look(Wire.parse("const:00 length:varint"), "0101"));
    }

    @EachFormat
    void aHeaderThatEndsEarlyIsIncomplete(Wire wire) {
        String header = HexFormat.of().formatHex(wire.header(Integer.MAX_VALUE));
        for (int cut = 0; cut < header.length(); cut += 2) {
            assertInstanceOf(Look.Incomplete.class, look(wire, header.substring(0, cut)));
        }
    }

    private static long length(Wire wire, String hex) {
        return assertInstanceOf(Look.Whole.class, look(wire, hex)).bodyLength();
    }

    private static Look look(Wire wire, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return wire.at(bytes, 0, bytes.length);
    }
}
