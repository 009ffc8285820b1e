package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("Where a transport has no fragmentation, a frame ends with its datagram")
class DatagramTest {

    @Parameter
    private CodecFilter filter;

    private static ProtobufCodecFactory factory(Wire wire) {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(wire.format())
                .maxBodyLength(400)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void one_frame_and_several_frames_in_a_datagram(Wire wire) {
        Peer peer = filter.onDatagrams(factory(wire))
                .send(wire.frame(Samples.ONE))
                .send(wire.frames(Samples.MIXED))
                .send(wire.frame(Samples.EMPTY));
        assertEquals(1 + Samples.MIXED.size() + 1, peer.events().size());
        assertEquals(Samples.MIXED, peer.events().subList(1, 1 + Samples.MIXED.size()));
    }

    @ParameterizedTest
    @EnumSource
    void a_truncated_frame_is_told_and_the_next_datagram_starts_clean(Wire wire) {
        byte[] datagram = Wire.concat(wire.frame(Samples.ONE), wire.frame(Samples.TWO));
        int first = wire.frame(Samples.ONE).length;
        for (int length = first + 1; length < datagram.length; length++) {
            ProtobufCodecFactory factory = factory(wire);
            Peer peer = filter.onDatagrams(factory)
                    .send(Arrays.copyOf(datagram, length))
                    .send(wire.frame(Samples.TWO))
                    .close();
            assertEquals(
                    List.of(Samples.ONE, TruncatedFrameException.class, Samples.TWO, Peer.SESSION_CLOSED),
                    peer.outline());
            assertEquals(
                    length - first,
                    peer.exception(TruncatedFrameException.class).receivedBytes());
            assertTrue(peer.isAtFrameBoundary());
            assertEquals(0, factory.statistics().retainedBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_frame_over_the_limit_costs_no_other_datagram(Wire wire) {
        for (int arrived : new int[] {0, 1, 400, 401}) {
            byte[] datagram = Wire.concat(wire.frame(Samples.ONE), wire.header(401), new byte[arrived]);
            Peer peer = filter.onDatagrams(factory(wire)).send(datagram).send(wire.frame(Samples.TWO));
            assertEquals(List.of(Samples.ONE, FrameTooLongException.class, Samples.TWO), peer.outline());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_malformed_message_costs_no_other_frame(Wire wire) {
        byte[] datagram = Wire.concat(wire.frame(Samples.ONE), wire.frame((byte) 0), wire.frame(Samples.TWO));
        assertEquals(
                List.of(Samples.ONE, MalformedMessageException.class, Samples.TWO),
                filter.onDatagrams(factory(wire)).send(datagram).outline());
    }

    @ParameterizedTest
    @EnumSource(names = {"GRPC", "CUSTOM"})
    void a_corrupted_header_costs_the_rest_of_its_datagram_only(Wire wire) {
        byte[] datagram = Wire.concat(wire.frame(Samples.ONE), new byte[] {0x55}, wire.frame(Samples.TWO));
        Peer peer = filter.onDatagrams(factory(wire)).send(datagram).send(wire.frame(Samples.TWO));
        assertEquals(List.of(Samples.ONE, CorruptedFrameException.class, Samples.TWO), peer.outline());
    }

    @ParameterizedTest
    @EnumSource
    void a_codec_told_to_ignore_the_transport_treats_it_as_a_stream(Wire wire) {
        ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(wire.format())
                .transportMetadataFragmentation(false)
                .build();
        Cuts.forEach(
                wire.frames(Samples.MIXED),
                chunks -> assertEquals(
                        Samples.MIXED,
                        filter.onDatagrams(factory).sendAll(chunks).events()));
    }

    @Test
    void the_decoder_that_sessions_share_cannot_be_told_later() {
        ProtobufDecoder decoder = factory(Wire.LE32).getDecoder(null);
        UnsupportedOperationException e = assertThrows(
                UnsupportedOperationException.class, () -> decoder.setTransportMetadataFragmentation(false));
        assertTrue(e.getMessage().contains("builder"), e.getMessage());
    }
}
