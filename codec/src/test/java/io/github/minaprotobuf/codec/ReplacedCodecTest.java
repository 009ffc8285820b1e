package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("The codec of a live session can be replaced")
class ReplacedCodecTest {

    @Parameter
    private CodecFilter filter;

    @Test
    void the_frames_that_follow_are_the_new_codecs() {
        ProtobufCodecFactory little = ProtobufCodecFactory.of(Sample.getDefaultInstance());
        Peer peer = filter.onStream(little).send(Wire.LE32.frame(Samples.ONE));
        ProtobufCodecFactory varint = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.varint32())
                .build();
        peer.session().getFilterChain().replace("codec", filter.of(varint));
        peer.send(Wire.VARINT32.frame(Samples.TWO));
        assertEquals(List.of(Samples.ONE, Samples.TWO), peer.events());
    }

    @Test
    void one_that_is_replaced_inside_a_frame_leaves_the_next_one_a_clean_start() {
        Peer peer = filter.onStream(ProtobufCodecFactory.of(Sample.getDefaultInstance()))
                .send(new byte[] {5, 0});
        assertFalse(peer.isAtFrameBoundary());
        peer.session()
                .getFilterChain()
                .replace("codec", filter.of(ProtobufCodecFactory.of(Sample.getDefaultInstance())));
        peer.send(Wire.LE32.frame(Samples.TWO));
        assertEquals(List.of(Samples.TWO), peer.events());
        assertTrue(peer.outline().stream().noneMatch(Class.class::isInstance));
    }
}
