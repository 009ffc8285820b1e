package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Echo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The figures in limits.md are right")
class GuideLimitsTest {

    private static final Guide PAGE = Guide.named("limits.md");

    static Stream<List<Integer>> frames() {
        return PAGE.tableAfter("each row is sent").stream()
                .map(row -> row.stream().map(cell -> Integer.valueOf(cell)).toList());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void a_frame_that_has_begun_holds_what_the_table_says(List<Integer> declaredArrivedHeld) {
        ProtobufCodecFactory codec = ProtobufCodecFactory.of(Echo.getDefaultInstance());
        Peer.onStream(codec)
                .send(Wire.LE32.header(declaredArrivedHeld.get(0)))
                .send(new byte[declaredArrivedHeld.get(1)]);
        assertEquals(declaredArrivedHeld.get(2).longValue(), codec.statistics().retainedBytes());
    }

    /** Of the protobuf-java that is built with: an older one takes more for unknown fields. */
    @Tag("figures")
    @Test
    void a_message_holds_what_the_table_says(@TempDir Path folder) throws Exception {
        Path table = folder.resolve("costs.md");
        Process process = DecodeCosts.process(1 << 17, 1)
                .redirectOutput(table.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still measures after 2 min");
        } finally {
            process.destroyForcibly();
        }
        List<List<String>> measured = Guide.at(table).tableAfter("Heap in bytes");
        List<List<String>> stated = PAGE.tableAfter("held: GuideLimitsTest");
        assertEquals(CostlyBody.values().length, measured.size());
        assertEquals(measured.size(), stated.size());
        for (int i = 0; i < stated.size(); i++) {
            List<String> row = stated.get(i);
            assertEquals(row.get(0), measured.get(i).get(0));
            assertHolds(row.get(0), row.get(1), measured.get(i).get(1));
            assertHolds(row.get(0) + ", discarded", row.get(3), measured.get(i).get(4));
            assertHolds(row.get(0) + ", dynamic", row.get(5), measured.get(i).get(7));
        }
    }

    /** Roughly: with a body of another length, a list of the message is filled to another part. */
    private static void assertHolds(String what, String stated, String measured) {
        double held = Double.parseDouble(stated);
        assertEquals(held, Double.parseDouble(measured), Math.max(2, held / 5), what);
    }

    @Test
    void the_worked_example_prints_what_the_page_says(@TempDir Path folder) throws Exception {
        String printed = PAGE.compile(folder).outputOf("UploadServer").strip();
        assertTrue(PAGE.prose().contains("It prints `" + printed + "`"), printed);
    }
}
