package io.github.minaprotobuf.client.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
    void headersAreTheBytesOfTheFormat(String format, int bodyLength, String hex) throws IOException {
        Wire wire = Wire.parse(format);

        assertEquals(hex, HexFormat.of().formatHex(wire.header(bodyLength)));
        assertEquals(bodyLength, read(wire, hex));
    }

    @Test
    void lengthsAreUnsigned() throws IOException {
        assertEquals(0xFFFFFFFFL, read(Wire.LE32, "ffffffff"));
        assertEquals(0x80000000L, read(Wire.BE32, "80000000"));
        assertEquals(0xFFFFFFFFL, read(Wire.VARINT32, "ffffffff0f"));
    }

    @Test
    void whatIsNoHeaderIsRefused() {
        assertThrows(BadFrameException.class, () -> read(Wire.VARINT32, "808080808001"));
        assertThrows(BadFrameException.class, () -> read(Wire.GRPC, "0100000000"));
    }

    @ParameterizedTest
    @EnumSource
    void aHeaderThatEndsEarlyIsTheEndOfTheStream(Wire wire) {
        String header = HexFormat.of().formatHex(wire.header(Integer.MAX_VALUE));
        for (int cut = 0; cut < header.length(); cut += 2) {
            String partial = header.substring(0, cut);
            assertThrows(EOFException.class, () -> read(wire, partial));
        }
    }

    private static long read(Wire wire, String hex) throws IOException {
        InputStream in = new ByteArrayInputStream(HexFormat.of().parseHex(hex));
        return wire.readBodyLength(() -> {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            return next;
        });
    }
}
