package io.github.minaprotobuf.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.example.Echo;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BodiesTest {

    @Test
    void theOrderOfFieldsDoesNotMatter() {
        assertTrue(Bodies.sameMessage(hex("0807 120161"), hex("120161 0807")));
    }

    @Test
    void theOrderOfMapEntriesDoesNotMatter() {
        byte[] ab =
                Echo.newBuilder().putTags("a", "1").putTags("b", "2").build().toByteArray();
        byte[] ba =
                Echo.newBuilder().putTags("b", "2").putTags("a", "1").build().toByteArray();

        assertTrue(Bodies.sameMessage(ab, ba));
    }

    @Test
    void notANumberIsTheSameAsItself() {
        byte[] nan = Echo.newBuilder().setId(1).setRatio(Double.NaN).build().toByteArray();
        byte[] reordered = hex("31 000000000000f87f 0801");

        assertTrue(Bodies.sameMessage(nan, reordered));
    }

    @Test
    void minusZeroIsNotZero() {
        assertFalse(Bodies.sameMessage(
                Echo.newBuilder().setRatio(-0.0).build().toByteArray(),
                Echo.newBuilder().setRatio(0.0).build().toByteArray()));
    }

    @Test
    void anotherValueAnUnknownFieldAndGarbageAreOtherMessages() {
        assertFalse(Bodies.sameMessage(hex("0807"), hex("0808")));
        assertFalse(Bodies.sameMessage(hex("0807"), hex("0807 7801")));
        assertFalse(Bodies.sameMessage(hex("0807"), hex("08")));
    }

    @Test
    void descriptionsShowShortMessagesWhole() {
        assertEquals("an empty message", Bodies.describe(new byte[0], 0));
        assertEquals("2 bytes: 08 07 (id: 7)", Bodies.describe(hex("0807"), 1));
    }

    @Test
    void descriptionsShowLongMessagesFromTheDifferenceOn() {
        byte[] body = new byte[100];
        body[98] = 1;

        assertEquals("100 bytes, from offset 98: 01 00", Bodies.describe(body, 98));
        assertEquals("100 bytes, from offset 100: the end", Bodies.describe(body, 100));
        assertEquals(
                "100 bytes, from offset 0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ..",
                Bodies.describe(body, 0));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
