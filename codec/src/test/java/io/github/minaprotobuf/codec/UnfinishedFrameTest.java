package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.UnfinishedFrame.LostPosition;
import io.github.minaprotobuf.codec.UnfinishedFrame.SkippedBody;
import io.github.minaprotobuf.codec.test.Sample;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("An unfinished frame has begun when its first byte was there to decode")
class UnfinishedFrameTest {

    @Parameter
    private CodecFilter filter;

    private final ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
            .frameFormat(FrameFormat.grpc())
            .maxBodyLength(400)
            .retainedBytesLimit(1000)
            .build();

    private UnfinishedFrame frameIn(Peer peer) {
        return codec.getDecoder(peer.session()).unfinishedFrame(peer.session()).orElseThrow();
    }

    private <F extends UnfinishedFrame> long begunOf(Class<F> kind, Peer peer) {
        return assertInstanceOf(kind, frameIn(peer)).begun();
    }

    private static void assertIsNow(long before, long begun) {
        assertTrue(begun - before >= 0, "before the byte was there");
        assertTrue(System.nanoTime() - begun >= 0, "in the future");
    }

    @Test
    void with_its_header_and_its_body_goes_on_from_there() {
        byte[] frame = Wire.GRPC.frame(Samples.ofBodyLength(300));
        long before = System.nanoTime();
        Peer peer = filter.onStream(codec).send(frame[0]);
        long begun = begunOf(PartialHeader.class, peer);
        assertIsNow(before, begun);
        peer.send(frame[1]);
        assertEquals(begun, begunOf(PartialHeader.class, peer));
        peer.send(Arrays.copyOfRange(frame, 2, 5));
        assertEquals(begun, begunOf(PartialBody.class, peer));
        peer.send(Arrays.copyOfRange(frame, 5, 100));
        assertEquals(begun, begunOf(PartialBody.class, peer));
    }

    @Test
    void with_its_body_where_the_header_came_whole() {
        long before = System.nanoTime();
        Peer peer = filter.onStream(codec).send(Arrays.copyOf(Wire.GRPC.frame(Samples.ofBodyLength(300)), 100));
        assertIsNow(before, begunOf(PartialBody.class, peer));
    }

    @Test
    void also_when_it_is_skipped_as_too_long() {
        long before = System.nanoTime();
        Peer peer = filter.onStream(codec).send(Wire.GRPC.header(401));
        long begun = begunOf(SkippedBody.class, peer);
        assertIsNow(before, begun);
        peer.send(new byte[400]);
        assertEquals(begun, begunOf(SkippedBody.class, peer));
    }

    @Test
    void also_when_it_is_skipped_for_lack_of_room() {
        for (int other = 0; other < 3; other++) {
            filter.onStream(codec).send(Wire.GRPC.header(400)).send(new byte[399]);
        }
        Peer peer = filter.onStream(codec).send(Wire.GRPC.header(400));
        long begun = begunOf(PartialBody.class, peer);
        peer.send(new byte[300]);
        assertEquals(begun, begunOf(SkippedBody.class, peer));
        peer.exception(RetainedBytesLimitException.class);
    }

    @Test
    void and_position_is_lost_when_the_corrupt_header_came() {
        long before = System.nanoTime();
        Peer peer = filter.onStream(codec).send((byte) 7);
        assertIsNow(before, begunOf(LostPosition.class, peer));
    }
}
