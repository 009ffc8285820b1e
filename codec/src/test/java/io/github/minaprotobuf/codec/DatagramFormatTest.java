package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("A datagram may be one body, with no length before it")
class DatagramFormatTest {

    /** The mesh protocol of TAK: a magic byte, the version, the magic byte again, then the body. */
    private static final FrameFormat TAK_MESH = FrameFormat.builder()
            .constant((byte) 0xBF, (byte) 1, (byte) 0xBF)
            .restOfDatagram()
            .build();

    @Parameter
    private CodecFilter filter;

    private static ProtobufCodecFactory.Builder codec(FrameFormat format) {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance()).frameFormat(format);
    }

    @Test
    void the_whole_of_it() {
        Peer peer = filter.onDatagrams(codec(FrameFormat.datagram()).build())
                .send(Samples.ONE.toByteArray())
                .send((byte) 0)
                .send(Samples.TWO.toByteArray());
        assertEquals(List.of(Samples.ONE, MalformedMessageException.class, Samples.TWO), peer.outline());
        peer.write(Samples.TWO);
        assertArrayEquals(Samples.TWO.toByteArray(), peer.written().get(0));
    }

    @Test
    void what_is_left_behind_a_header() {
        byte[] magic = {(byte) 0xBF, 1, (byte) 0xBF};
        Peer peer = filter.onDatagrams(codec(TAK_MESH).build())
                .send(Wire.concat(magic, Samples.ONE.toByteArray()))
                .send((byte) 0xBF, (byte) 2)
                .send(magic)
                .send((byte) 0xBF, (byte) 1);
        assertEquals(
                List.of(Samples.ONE, CorruptedFrameException.class, Samples.EMPTY, TruncatedFrameException.class),
                peer.outline());
        peer.write(Samples.TWO);
        assertArrayEquals(
                Wire.concat(magic, Samples.TWO.toByteArray()), peer.written().get(0));
    }

    @Test
    void with_a_type() {
        FrameFormat format = FrameFormat.builder()
                .fixedType(1, ByteOrder.BIG_ENDIAN)
                .restOfDatagram()
                .build();
        Strict strict = Strict.newBuilder().setId(4).build();
        Peer peer = filter.onDatagrams(ProtobufCodecFactory.builder(MessageTypes.builder()
                        .type(1, Sample.getDefaultInstance())
                        .type(2, Strict.getDefaultInstance())
                        .build())
                .frameFormat(format)
                .build());
        peer.send(Wire.concat(new byte[] {2}, strict.toByteArray()))
                .send((byte) 3, (byte) 1)
                .send((byte) 1);
        assertEquals(List.of(strict, UnknownTypeException.class, Samples.EMPTY), peer.outline());
        peer.write(strict);
        assertArrayEquals(
                Wire.concat(new byte[] {2}, strict.toByteArray()),
                peer.written().get(0));
    }

    @Test
    void over_the_limit_it_is_refused() {
        Peer peer = filter.onDatagrams(
                        codec(FrameFormat.datagram()).maxBodyLength(100).build())
                .send(Samples.ofBodyLength(101).toByteArray())
                .send(Samples.ofBodyLength(100).toByteArray());
        assertEquals(List.of(FrameTooLongException.class, Samples.ofBodyLength(100)), peer.outline());
    }

    private static void assertRefused(Throwable e) {
        assertInstanceOf(IllegalStateException.class, e);
        assertTrue(
                e.getMessage()
                        .startsWith("the frames of FrameFormat[length:rest] end with a datagram, and this transport"),
                e.getMessage());
    }

    @Test
    void a_stream_has_no_such_thing() {
        ProtobufCodecFactory codec = codec(FrameFormat.datagram()).build();
        if (filter == CodecFilter.OF_THIS_LIBRARY) {
            // MINA's chain wraps what a filter throws when it is added
            assertRefused(
                    assertThrows(Exception.class, () -> filter.onStream(codec)).getCause());
        } else {
            Peer peer = filter.onStream(codec);
            peer.session().getFilterChain().fireMessageReceived(BufferKind.HEAP.bufferOf(new byte[] {8, 1}));
            assertRefused((Throwable) peer.events().get(0));
            assertRefused(peer.write(Samples.ONE).getException());
            assertEquals(List.of(), peer.written());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> codec(FrameFormat.datagram())
                        .transportMetadataFragmentation(false)
                        .build());
    }

    @Test
    void nothing_can_follow_what_is_left() {
        assertThrows(
                IllegalArgumentException.class,
                () -> FrameFormat.builder().restOfDatagram().varintType().build());
        assertThrows(
                IllegalArgumentException.class,
                () -> FrameFormat.builder().restOfDatagram().reserved(1).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> FrameFormat.builder().restOfDatagram().lengthAdjustment(1).build());
        assertThrows(
                IllegalStateException.class,
                () -> FrameFormat.builder().varintLength().restOfDatagram());
    }
}
