package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Small;
import io.github.minaprotobuf.codec.test.Strict;
import io.github.minaprotobuf.codec.test.StrictProto;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The factory is configured once, and refuses what cannot work")
class ProtobufCodecFactoryTest {

    private static final MessageLite PROTOTYPE = Sample.getDefaultInstance();

    @Test
    void defaults_are_a_little_endian_prefix_and_8_MiB() {
        Peer peer = Peer.onStream(ProtobufCodecFactory.of(PROTOTYPE)).send(Wire.LE32.header((8 << 20) + 1));
        assertEquals(8 << 20, peer.exception(FrameTooLongException.class).maxBodyLength());
        assertEquals(
                List.of(Samples.ONE),
                Peer.onStream(ProtobufCodecFactory.of(PROTOTYPE))
                        .send(Wire.LE32.frame(Samples.ONE))
                        .events());
    }

    @Test
    void one_decoder_and_one_encoder_serve_all_sessions() {
        ProtobufCodecFactory factory = ProtobufCodecFactory.of(PROTOTYPE);
        assertSame(factory.getDecoder(null), factory.getDecoder(null));
        assertSame(factory.getEncoder(null), factory.getEncoder(null));
    }

    @Test
    void limits_are_checked_when_the_factory_is_built() {
        ProtobufCodecFactory.Builder builder = ProtobufCodecFactory.builder(PROTOTYPE);
        assertThrows(IllegalArgumentException.class, () -> builder.maxBodyLength(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.retainedBytesLimit(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.frameFormat(null));
        assertThrows(IllegalArgumentException.class, () -> ProtobufCodecFactory.builder((BodyCodec<?>) null));
        assertThrows(IllegalArgumentException.class, () -> BodyCodec.of(Sample.getDefaultInstance(), null));
    }

    @Test
    void a_limit_that_the_format_cannot_express_is_refused_not_clipped() {
        FrameFormat oneByte =
                FrameFormat.builder().fixedLength(1, ByteOrder.BIG_ENDIAN).build();
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> ProtobufCodecFactory.builder(PROTOTYPE)
                        .frameFormat(oneByte)
                        .maxBodyLength(256)
                        .build());
        assertTrue(e.getMessage().contains("256") && e.getMessage().contains("255"), e.getMessage());
        ProtobufCodecFactory.builder(PROTOTYPE)
                .frameFormat(oneByte)
                .maxBodyLength(255)
                .build();
    }

    @Test
    void the_default_limit_is_what_a_short_length_field_can_express() {
        FrameFormat oneByte =
                FrameFormat.builder().fixedLength(1, ByteOrder.BIG_ENDIAN).build();
        Peer peer = Peer.onStream(
                ProtobufCodecFactory.builder(PROTOTYPE).frameFormat(oneByte).build());
        assertInstanceOf(
                MessageTooLongException.class,
                peer.write(Samples.ofBodyLength(256)).getException());
        assertEquals(null, peer.write(Samples.ofBodyLength(255)).getException());
    }

    @Test
    void the_default_limit_leaves_room_for_the_shortest_body_that_a_format_has() {
        FrameFormat long1 = FrameFormat.builder()
                .fixedLength(1, ByteOrder.BIG_ENDIAN)
                .lengthAdjustment(100 << 20)
                .build();
        Peer peer = Peer.onStream(ProtobufCodecFactory.builder(PROTOTYPE)
                        .frameFormat(long1)
                        .build())
                .send((byte) 0);
        assertEquals(List.of(), peer.events());
    }

    @Test
    void messages_of_the_lite_runtime_work() {
        Small small = Small.newBuilder().setText("lite").build();
        Cuts.forEach(
                Wire.LE32.frame(small),
                chunks -> assertEquals(
                        List.of(small),
                        Peer.onStream(ProtobufCodecFactory.of(Small.getDefaultInstance()))
                                .sendAll(chunks)
                                .events()));
        Peer peer = Peer.onStream(ProtobufCodecFactory.of(Small.getDefaultInstance()));
        peer.write(small);
        assertEquals(Wire.LE32.frame(small).length, peer.written().get(0).length);
    }

    @Test
    void extensions_are_known_with_a_registry_and_unknown_fields_without() {
        Strict message = Strict.newBuilder()
                .setId(1)
                .setExtension(StrictProto.note, "hello")
                .build();
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        StrictProto.registerAllExtensions(registry);

        Strict known =
                (Strict) Peer.onStream(ProtobufCodecFactory.builder(BodyCodec.of(Strict.getDefaultInstance(), registry))
                                .build())
                        .send(Wire.LE32.frame(message))
                        .events()
                        .get(0);
        assertEquals("hello", known.getExtension(StrictProto.note));

        Strict unknown = (Strict) Peer.onStream(ProtobufCodecFactory.of(Strict.getDefaultInstance()))
                .send(Wire.LE32.frame(message))
                .events()
                .get(0);
        assertTrue(unknown.getUnknownFields().hasField(100));
        assertEquals(message.toByteString(), unknown.toByteString());
    }

    @Test
    void a_session_is_inside_a_frame_from_its_first_byte_to_its_last() {
        ProtobufCodecFactory factory = ProtobufCodecFactory.of(Small.getDefaultInstance());
        Peer peer = Peer.onStream(factory);
        byte[] frame = Wire.LE32.frame(Small.newBuilder().setText("inside").build());
        for (byte next : frame) {
            peer.send(next);
            assertEquals(peer.events().isEmpty(), factory.isInsideFrame(peer.session()));
        }
        assertEquals(1, peer.events().size());
    }

    @Test
    void an_unfinished_frame_is_as_old_as_its_first_byte() throws InterruptedException {
        ProtobufCodecFactory factory = ProtobufCodecFactory.of(Small.getDefaultInstance());
        Peer peer = Peer.onStream(factory);
        byte[] frame = Wire.LE32.frame(Small.newBuilder().setText("old").build());
        Duration age = Duration.ZERO;
        for (int i = 0; i < frame.length - 1; i++) { // through header and body
            peer.send(frame[i]);
            Thread.sleep(1);
            Duration older = factory.unfinishedFrameAge(peer.session()).orElseThrow();
            assertTrue(older.compareTo(age) > 0, older + " after " + age);
            age = older;
        }
        assertTrue(age.compareTo(Duration.ofMillis(frame.length - 1)) >= 0, age.toString());
        peer.send(frame[frame.length - 1]);
        assertEquals(Optional.empty(), factory.unfinishedFrameAge(peer.session()));
    }

    @Test
    void a_budget_in_which_the_longest_body_alone_has_no_room_is_refused_with_both_numbers() {
        ProtobufCodecFactory.Builder builder = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .maxBodyLength(1_000)
                .retainedBytesLimit(1_999);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals(
                "retainedBytesLimit is 1999 bytes; must be 2000 or more, twice maxBodyLength (1000 bytes), since no"
                        + " session may hold more than stays free",
                e.getMessage());
        byte[] longest = Wire.LE32.frame(Samples.ofBodyLength(1_000));
        Peer peer = Peer.onStream(builder.retainedBytesLimit(2_000).build()).sendAll(Cuts.at(longest, 1_003));
        assertEquals(List.of(Samples.ofBodyLength(1_000)), peer.events());
    }

    @Test
    void without_a_budget_it_is_half_of_the_heap_or_twice_the_longest_body() {
        assertEquals(Runtime.getRuntime().maxMemory() / 2, defaultBudget(1_000));
        assertEquals(2L * Integer.MAX_VALUE, defaultBudget(Integer.MAX_VALUE));
    }

    /** As the exception of a frame tells it that has no room. */
    private static long defaultBudget(int maxBodyLength) {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .maxBodyLength(maxBodyLength)
                .build()
                .retainedBytesLimit();
    }
}
