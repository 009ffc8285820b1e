package io.github.minaprotobuf.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A length over the limit that is a misunderstanding says which")
class MisreadingTest {

    private static final int LIMIT = 400;

    private static FrameTooLongException decoding(FrameFormat format, byte... header) {
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(format)
                .maxBodyLength(LIMIT)
                .build();
        return CodecFilter.OF_THIS_LIBRARY.onStream(codec).send(header).exception(FrameTooLongException.class);
    }

    private static FrameTooLongException decodingHex(FrameFormat format, String header) {
        return decoding(format, HexFormat.of().parseHex(header));
    }

    @Test
    void the_other_byte_order() {
        FrameTooLongException e = decodingHex(FrameFormat.bigEndian32(), "0b000000");

        assertEquals(
                "frame declares a body of 184549376 bytes, over the limit of 400; read the other way round, these bytes say"
                        + " 11: does the peer write the lowest byte first, and this side the highest, or the reverse?"
                        + " (Hexdump: 0B 00 00 00)",
                e.getMessage());
        assertEquals(184_549_376, e.declaredLength());
        assertEquals(LIMIT, e.maxBodyLength());
    }

    @ParameterizedTest
    @CsvSource({"00000190, 400", "0000000b, 11", "00000001, 1"})
    void the_other_byte_order_up_to_the_limit(String header, int length) {
        String message = decodingHex(FrameFormat.littleEndian32(), header).getMessage();

        assertTrue(message.contains("these bytes say " + length + ":"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"91010000", "01010101", "ffffffff", "00010080"})
    void a_length_that_is_over_the_limit_in_both_orders_is_no_misunderstanding(String header) {
        String message = decodingHex(FrameFormat.littleEndian32(), header).getMessage();

        assertFalse(message.contains(";"), message);
    }

    @Test
    void an_adjustment_counts_in_the_other_order_too() {
        FrameFormat format = FrameFormat.builder()
                .fixedLength(4, BIG_ENDIAN)
                .lengthAdjustment(-4)
                .build();

        String message = decodingHex(format, "0f000000").getMessage();

        assertTrue(message.contains("these bytes say 11:"), message);
        assertFalse(decodingHex(format, "03000000").getMessage().contains(";"), "less than the adjustment takes");
    }

    @Test
    void lengths_of_two_and_three_bytes() {
        FrameFormat two = FrameFormat.builder().fixedLength(2, BIG_ENDIAN).build();
        FrameFormat three = FrameFormat.builder().fixedLength(3, BIG_ENDIAN).build();

        assertTrue(decodingHex(two, "0b00").getMessage().contains("these bytes say 11:"));
        assertTrue(decodingHex(three, "0b0000").getMessage().contains("these bytes say 11:"));
        assertFalse(decodingHex(three, "0b00ff").getMessage().contains(";"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1", "HTTP/1.1 400 Bad Request", "SSH-2.0-OpenSSH"})
    void text(String text) {
        String message = decoding(FrameFormat.bigEndian32(), text.getBytes(StandardCharsets.US_ASCII))
                .getMessage();

        assertTrue(message.contains("this header is the text '" + text.substring(0, 4) + "': does the peer"), message);
    }

    @Test
    void only_visible_letters_are_shown() {
        String message = decodingHex(FrameFormat.bigEndian32(), "1b5b324a").getMessage();

        assertFalse(message.contains("text"), message);
        assertFalse(message.contains("\u001b"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1603010200", "1503030002"})
    void tls(String record) {
        String message = decodingHex(FrameFormat.bigEndian32(), record).getMessage();

        assertTrue(message.contains("a TLS record begins like this header: does the peer speak TLS?"), message);
    }
}
