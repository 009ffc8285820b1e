package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A session that ends inside a frame says so, and is closed all the same")
class TruncationTest {

    private static ProtobufCodecFactory factory(Wire wire) {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(wire.format())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void at_every_offset_of_a_stream_of_two_frames(Wire wire) {
        byte[] first = wire.frame(Samples.ONE);
        byte[] second = wire.frame(Samples.ofBodyLength(200));
        byte[] stream = Wire.concat(first, second);
        for (int end = 0; end <= stream.length; end++) {
            byte[] arrived = Arrays.copyOf(stream, end);
            List<Object> expected = end < first.length
                    ? (end == 0 ? List.of() : List.of(TruncatedFrameException.class))
                    : end == first.length
                            ? List.of(Samples.ONE)
                            : end < stream.length
                                    ? List.of(Samples.ONE, TruncatedFrameException.class)
                                    : List.of(Samples.ONE, Samples.ofBodyLength(200));
            Cuts.forEach(arrived, chunks -> {
                ProtobufCodecFactory factory = factory(wire);
                Peer peer = Peer.onStream(factory).sendAll(chunks).close();
                assertEquals(expected, peer.outline().subList(0, peer.outline().size() - 1));
                assertEquals(
                        Peer.SESSION_CLOSED, peer.outline().get(peer.outline().size() - 1));
                assertTrue(peer.isAtFrameBoundary());
                assertEquals(0, factory.statistics().retainedBytes());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void counts_what_arrived_of_the_frame_and_what_is_missing(Wire wire) {
        byte[] frame = wire.frame(Samples.ofBodyLength(200));
        int headerLength = frame.length - 200;
        for (int end = 1; end < frame.length; end++) {
            Peer peer =
                    Peer.onStream(factory(wire)).send(Arrays.copyOf(frame, end)).close();
            TruncatedFrameException e = peer.exception(TruncatedFrameException.class);
            assertEquals(end, e.receivedBytes());
            assertEquals(end < headerLength ? headerLength : frame.length, e.expectedBytes());
            assertTrue(e.getMessage().contains(Integer.toString(end)), e.getMessage());
            assertTrue(e.getHexdump().length() <= 3 * 64, e.getHexdump());
        }
    }

    @Test
    void of_a_frame_that_was_already_reported_is_not_reported_again() {
        ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .maxBodyLength(100)
                .build();
        Peer peer = Peer.onStream(factory)
                .send(Wire.LE32.header(101))
                .send(new byte[50])
                .close();
        assertEquals(List.of(FrameTooLongException.class, Peer.SESSION_CLOSED), peer.outline());
    }
}
