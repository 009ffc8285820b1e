package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Echo;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
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

    @Test
    void the_worked_example_prints_what_the_page_says(@TempDir Path folder) throws Exception {
        String printed = PAGE.compile(folder).outputOf("UploadServer").strip();
        assertTrue(PAGE.prose().contains("It prints `" + printed + "`"), printed);
    }
}
