package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.Echo;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The loop of the-question.md does what the page says of it, and so does the codec")
class GuideTheQuestionTest {

    private static final Echo HI = Echo.newBuilder().setId(1).setText("hi").build();
    private static final byte[] HI_FRAME = Wire.LE32.frame(HI);

    private Class<?> feed;
    private Object loop;
    private final Peer codec = Peer.onStream(ProtobufCodecFactory.of(Echo.getDefaultInstance()));

    @BeforeEach
    void startTheLoop(@TempDir Path folder) throws Exception {
        feed = Guide.named("the-question.md").compile(folder).load("HandWrittenFeed");
        loop = newLoop();
    }

    private Object newLoop() throws ReflectiveOperationException {
        return feed.getDeclaredConstructor().newInstance();
    }

    @SuppressWarnings("unchecked")
    private List<byte[]> fed(Object loop, byte[] chunk) {
        try {
            Method method = feed.getMethod("feed", ByteBuffer.class);
            return (List<byte[]>) method.invoke(loop, ByteBuffer.wrap(chunk));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void both_find_the_frames_in_every_cut() {
        Cuts.forEach(Wire.concat(HI_FRAME, HI_FRAME), chunks -> {
            try {
                Object each = newLoop();
                List<byte[]> found = new ArrayList<>();
                chunks.forEach(chunk -> found.addAll(fed(each, chunk)));
                assertEquals(2, found.size());
                assertArrayEquals(HI.toByteArray(), found.get(1));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        });
        assertEquals(List.of(HI, HI), codec.send(HI_FRAME).send(HI_FRAME).events());
    }

    @Test
    void an_empty_message_silences_the_loop_for_good() {
        byte[] frames = Wire.concat(Wire.LE32.frame(), HI_FRAME, HI_FRAME);
        assertEquals(List.of(), fed(loop, frames));
        assertEquals(List.of(), fed(loop, frames));
        assertEquals(
                List.of(Echo.getDefaultInstance(), HI, HI), codec.send(frames).events());
    }

    @Test
    void a_length_without_measure_is_gathered_by_the_loop() {
        byte[] declares = Wire.LE32.header(-1);
        fed(loop, declares);
        assertEquals(List.of(), fed(loop, new byte[1 << 20]));
        assertEquals(List.of(FrameTooLongException.class), codec.send(declares).outline());
    }

    @Test
    void half_a_message_is_dropped_by_the_loop_and_told_of_by_the_codec() {
        byte[] half = {6, 0, 0, 0, 8, 1};
        assertEquals(List.of(), fed(loop, half));
        TruncatedFrameException told = codec.send(half).close().exception(TruncatedFrameException.class);
        assertEquals(6, told.receivedBytes());
        assertEquals(10, told.expectedBytes());
    }

    @Test
    void a_body_that_is_no_message_is_left_to_the_loops_caller() {
        byte[] wrong = Wire.LE32.frame((byte) -1, (byte) -1, (byte) -1);
        assertEquals(1, fed(loop, wrong).size());
        assertEquals(
                List.of(MalformedMessageException.class, HI),
                codec.send(wrong).send(HI_FRAME).outline());
    }
}
