package io.github.minaprotobuf.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The worked examples in FrameFormat's Javadoc hold")
class FrameFormatExamplesTest {

    private static final Path SOURCE = Path.of("src/main/java/io/github/minaprotobuf/codec/FrameFormat.java");
    private static final Pattern EXAMPLE =
            Pattern.compile(" \\* (\\d) {2}[^\\n]*\\n \\* +(builder\\(\\)[^\\n]*)\\n((?: \\* {6}[^\\n]*\\n)+)");
    private static final Pattern RESULT = Pattern.compile(" \\* +((?:[0-9A-F]{2} )+) +(.*)");
    private static final ByteString BODY = ByteString.fromHex("12026869");

    /** The formats as the Javadoc writes them: code there is not compiled. */
    private static final List<FrameFormatBuilder> FORMATS = List.of(
            FrameFormat.builder().constant((byte) 0xCA, (byte) 0xFE).fixedLength(2, BIG_ENDIAN),
            FrameFormat.builder().reserved(1).varintLength().reserved(2),
            FrameFormat.builder().fixedLength(2, LITTLE_ENDIAN).lengthAdjustment(-2),
            FrameFormat.builder().fixedType(2, BIG_ENDIAN).fixedLength(4, BIG_ENDIAN),
            FrameFormat.builder()
                    .fixedLength(4, BIG_ENDIAN)
                    .fixedType(1, BIG_ENDIAN)
                    .lengthAdjustment(-1),
            FrameFormat.builder().constant((byte) 0).varintLength().varintType());

    @Test
    void each_line_of_bytes_comes_to_what_stands_beside_it() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(SOURCE));
        List<String> calls = callsIn(
                Files.readString(Path.of("src/test/java/io/github/minaprotobuf/codec/FrameFormatExamplesTest.java")));
        int results = 0;
        int examples = 0;
        while (example.find()) {
            int index = Integer.parseInt(example.group(1)) - 1;
            assertEquals(calls.get(index), example.group(2), "the format of example " + (index + 1));
            Matcher line = RESULT.matcher(example.group(3));
            while (line.find()) {
                assertHolds(
                        FORMATS.get(index).build(),
                        HexFormat.ofDelimiter(" ").parseHex(line.group(1).strip()),
                        line.group(2));
                results++;
            }
            examples++;
        }
        assertEquals(FORMATS.size(), examples);
        assertEquals(10, results);
    }

    /** What {@link #FORMATS} says, one line for each. */
    private static List<String> callsIn(String source) {
        String list = source.substring(source.indexOf("FORMATS = List.of("), source.indexOf("    @Test"));
        return Stream.of(list.split("FrameFormat\\.(?=builder)"))
                .skip(1)
                .map(call -> call.replaceAll("\\s*\\n\\s*", "").replaceAll("(,|\\);)$", ""))
                .toList();
    }

    private static void assertHolds(FrameFormat format, byte[] bytes, String result) {
        boolean typed = format.header().isTyped();
        ProtobufCodecFactory codec = (typed
                        ? ProtobufCodecFactory.builder(
                                MessageTypes.builder().unknownAsBytes().build())
                        : ProtobufCodecFactory.builder(BodyCodec.bytes()))
                .frameFormat(format)
                .build();
        List<Object> events = new ArrayList<>(Peer.onStream(codec).send(bytes).events());
        assertEquals(1, events.size(), result);
        if (result.startsWith("CorruptedFrameException: ")) {
            assertEquals(CorruptedFrameException.class, events.get(0).getClass());
            String reason = ((Exception) events.get(0)).getMessage();
            assertTrue(reason.startsWith(result.substring(result.indexOf(' ') + 1)), reason);
            return;
        }
        Matcher type = Pattern.compile("type (\\d+), body of 4 bytes").matcher(result);
        Object body = type.matches() ? TypedBytes.of(Integer.parseInt(type.group(1)), BODY) : BODY;
        assertEquals(body, events.get(0), result);
        if (!result.equals("the same body")) {
            Peer peer = Peer.onStream(codec);
            peer.write(body);
            assertArrayEquals(bytes, peer.written().get(0), result);
        }
    }
}
