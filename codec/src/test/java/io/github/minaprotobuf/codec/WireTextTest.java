package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import io.github.minaprotobuf.codec.test.Sample;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Text that a peer chose stands in a message on one line, visible, and cut")
class WireTextTest {

    private static final String FORGED = "x/\n2026-01-01 INFO all is well \u001B[2J\u202E\u2028\u0000";

    @Test
    void characters() {
        assertEquals(
                "type.googleapis.com/a.B h\u00E9llo \u20AC", WireText.of("type.googleapis.com/a.B h\u00E9llo \u20AC"));
        assertEquals("\uD83D\uDE00", WireText.of("\uD83D\uDE00"));
        assertEquals("a\\u000Ab\\u000D\\u0009c", WireText.of("a\nb\r\tc"));
        assertEquals("\\u001B[31m", WireText.of("\u001B[31m"));
        assertEquals("\\u202Eabc\\u2028", WireText.of("\u202Eabc\u2028"));
        assertEquals("\\uD83Dx", WireText.of("\uD83Dx"));
    }

    @Test
    void length() {
        assertEquals("a".repeat(256), WireText.of("a".repeat(256)));
        assertEquals("a".repeat(256) + "... (8388352 more characters)", WireText.of("a".repeat(8 << 20)));
        assertEquals("", WireText.of(""));
    }

    private static MalformedMessageException refusalOf(String typeUrl) {
        byte[] body = Any.newBuilder().setTypeUrl(typeUrl).build().toByteArray();
        return Peer.onStream(ProtobufCodecFactory.builder(BodyCodec.any(Sample.getDefaultInstance()))
                        .maxBodyLength(16 << 20)
                        .build())
                .send(Wire.LE32.frame(body))
                .exception(MalformedMessageException.class);
    }

    @Test
    void a_type_url_cannot_forge_a_line_of_the_log_nor_fill_it() {
        MalformedMessageException forged = refusalOf(FORGED);
        assertTrue(
                forged.getMessage().contains("x/\\u000A2026-01-01 INFO all is well \\u001B[2J\\u202E\\u2028\\u0000"));
        assertTrue(isOneVisibleLine(forged.getMessage()), forged.getMessage());
        assertTrue(
                isOneVisibleLine(forged.getCause().getMessage()),
                forged.getCause().getMessage());
        MalformedMessageException endless = refusalOf("x/" + "y".repeat(8 << 20));
        assertTrue(endless.getMessage().length() < 1_000, endless.getMessage().length() + " characters");
        assertTrue(endless.getCause().getMessage().length() < 1_000);
    }

    @Test
    void so_too_what_a_body_codec_of_ones_own_says() {
        BodyCodec<Sample> talkative = (body, length) -> {
            throw new IllegalArgumentException(FORGED.repeat(100));
        };
        MalformedMessageException e = Peer.onStream(
                        ProtobufCodecFactory.builder(talkative).build())
                .send(Wire.LE32.frame(Samples.ONE))
                .exception(MalformedMessageException.class);
        assertTrue(isOneVisibleLine(e.getMessage()), e.getMessage());
        assertTrue(e.getMessage().length() < 2_500, e.getMessage().length() + " characters");
    }

    private static boolean isOneVisibleLine(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028);
    }
}
