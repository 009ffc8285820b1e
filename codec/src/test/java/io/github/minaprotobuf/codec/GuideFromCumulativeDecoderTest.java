package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.Echo;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.mina.filter.codec.ProtocolCodecFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What from-cumulative-decoder.md replaces, and what it puts there, speak the same bytes")
class GuideFromCumulativeDecoderTest {

    private static final Guide PAGE = Guide.named("from-cumulative-decoder.md");
    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();
    private static final List<Echo> MESSAGES = List.of(
            HI,
            Echo.getDefaultInstance(),
            HI.toBuilder().setText("x".repeat(300)).build());

    @TempDir
    private Path folder;

    @Test
    void both_write_the_same_frames_and_read_each_others() throws Exception {
        ProtocolCodecFactory before = (ProtocolCodecFactory) PAGE.compile(folder)
                .load("HandWrittenCodecFactory")
                .getDeclaredConstructor()
                .newInstance();
        ProtocolCodecFactory after = ProtobufCodecFactory.of(Echo.getDefaultInstance());
        byte[] frames = written(before);
        assertArrayEquals(written(after), frames);
        assertEquals(MESSAGES, Peer.onStream(before).send(frames).events());
        assertEquals(MESSAGES, Peer.onStream(after).send(frames).events());
    }

    @Test
    void each_header_of_the_table_is_the_formats_in_both_directions() throws Exception {
        List<List<String>> rows = PAGE.tableAfter("each row is compiled");
        FrameFormat[] formats = formats(rows);
        for (int i = 0; i < rows.size(); i++) {
            byte[] frame =
                    Wire.concat(HexFormat.ofDelimiter(" ").parseHex(rows.get(i).get(2)), HI.toByteArray());
            Peer peer = Peer.onStream(ProtobufCodecFactory.builder(Echo.getDefaultInstance())
                    .frameFormat(formats[i])
                    .build());
            peer.write(HI);
            assertArrayEquals(frame, peer.written().get(0), rows.get(i).get(0));
            assertEquals(List.of(HI), peer.send(frame).events(), rows.get(i).get(0));
        }
    }

    private FrameFormat[] formats(List<List<String>> rows) throws Exception {
        String expressions = rows.stream()
                .map(row -> row.get(1).replace(", the default", ""))
                .collect(Collectors.joining(",\n"));
        return (FrameFormat[]) PAGE.compile(folder, """
                import io.github.minaprotobuf.codec.FrameFormat;
                import java.nio.ByteOrder;

                public class Formats {
                    public static FrameFormat[] all() {
                        return new FrameFormat[] {%s};
                    }
                }
                """.formatted(expressions))
                .load("Formats")
                .getMethod("all")
                .invoke(null);
    }

    private static byte[] written(ProtocolCodecFactory codec) {
        Peer peer = Peer.onStream(codec);
        MESSAGES.forEach(peer::write);
        return Wire.concat(peer.written().toArray(byte[][]::new));
    }
}
