package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Small;
import io.github.minaprotobuf.codec.test.Strict;
import io.github.minaprotobuf.codec.test.StrictProto;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("Where the header says a type, the handler gets that type's messages, and the encoder finds the id")
class TypedFramesTest {

    private static final Strict STRICT = Strict.newBuilder().setId(1_000_000).build();
    private static final Small SMALL = Small.newBuilder().setText("small").build();
    private static final TypedBytes RAW = TypedBytes.of(9, ByteString.copyFromUtf8("not protobuf"));
    private static final Sample LONG = Samples.ofBodyLength(300);

    private static final MessageTypes TYPES = MessageTypes.builder()
            .type(1, Sample.getDefaultInstance())
            .type(2, Strict.getDefaultInstance())
            .type(3, Small.getDefaultInstance())
            .bytes(9)
            .build();

    @Parameter
    private CodecFilter filter;

    private Peer peer(TypedWire wire) {
        return peer(wire, TYPES);
    }

    private Peer peer(TypedWire wire, MessageTypes types) {
        return filter.onStream(factory(wire, types));
    }

    private static ProtobufCodecFactory factory(TypedWire wire, MessageTypes types) {
        return ProtobufCodecFactory.builder(types)
                .frameFormat(wire.format())
                .maxBodyLength(400)
                .build();
    }

    private static byte[] stream(TypedWire wire) {
        return Wire.concat(
                wire.frame(1, LONG),
                wire.frame(2, STRICT),
                wire.frame(9, RAW.bytes().toByteArray()),
                wire.frame(3, SMALL),
                wire.frame(1, LONG));
    }

    @ParameterizedTest
    @EnumSource
    void however_the_stream_is_cut(TypedWire wire) {
        for (BufferKind kind : BufferKind.values()) {
            Cuts.forEach(stream(wire), chunks -> {
                Peer peer = peer(wire);
                chunks.forEach(chunk -> peer.send(kind, chunk));
                assertEquals(List.of(LONG, STRICT, RAW, SMALL, LONG), peer.events());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_what_a_peer_writes(TypedWire wire) {
        Peer peer = peer(wire);
        for (Object message : List.of(LONG, STRICT, RAW, SMALL, LONG)) {
            peer.write(message);
        }
        assertArrayEquals(stream(wire), Wire.concat(peer.written().toArray(byte[][]::new)));
    }

    @ParameterizedTest
    @EnumSource
    void an_unknown_type_costs_one_frame_which_is_never_retained(TypedWire wire) {
        byte[] stream = Wire.concat(wire.frame(1, LONG), wire.frame(77, new byte[350]), wire.frame(2, STRICT));
        int toldAt = wire.frame(1, LONG).length + wire.header(77, 350).length;
        Cuts.forEach(stream, chunks -> {
            ProtobufCodecFactory factory = factory(wire, TYPES);
            Peer peer = filter.onStream(factory);
            int arrived = 0;
            for (byte[] chunk : chunks) {
                peer.send(chunk);
                arrived += chunk.length;
                if (arrived >= toldAt && arrived < toldAt + 350) {
                    assertEquals(List.of(Sample.class, UnknownTypeException.class), classes(peer));
                    assertEquals(0, factory.statistics().retainedBytes());
                }
            }
            assertEquals(List.of(Sample.class, UnknownTypeException.class, Strict.class), classes(peer));
            UnknownTypeException e = peer.exception(UnknownTypeException.class);
            assertEquals(77, e.type());
            assertEquals("type id 77, of a body of 350 bytes, is none of the 4 that are received", reason(e));
            assertEquals(1, factory.statistics().framesRejected());
        });
    }

    private static List<Class<?>> classes(Peer peer) {
        return peer.events().stream().<Class<?>>map(Object::getClass).toList();
    }

    /** MINA adds the dump to the message. */
    private static String reason(Exception e) {
        return e.getMessage().replaceFirst(" \\(Hexdump: .*", "");
    }

    @ParameterizedTest
    @EnumSource
    void a_body_of_another_type_than_its_header_says_costs_one_frame(TypedWire wire) {
        byte[] stream = Wire.concat(wire.frame(2, LONG), wire.frame(1, LONG));
        Cuts.forEach(
                stream,
                chunks -> assertEquals(
                        List.of(MalformedMessageException.class, LONG),
                        peer(wire).sendAll(chunks).outline()));
    }

    @ParameterizedTest
    @EnumSource
    void errors_count_the_body_alone_and_truncation_counts_each_byte_once(TypedWire wire) {
        byte[] tooLong = wire.frame(1, Samples.ofBodyLength(401));
        Peer peer = peer(wire).send(tooLong).send(wire.frame(2, STRICT));
        assertEquals(List.of(FrameTooLongException.class, STRICT), peer.outline());
        assertEquals(401, peer.exception(FrameTooLongException.class).declaredLength());

        byte[] frame = wire.frame(1, LONG);
        int header = frame.length - 300;
        for (int end = header; end < frame.length; end++) {
            TruncatedFrameException e =
                    peer(wire).send(Arrays.copyOf(frame, end)).close().exception(TruncatedFrameException.class);
            assertEquals(end, e.receivedBytes());
            assertEquals(frame.length, e.expectedBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknown_types_are_bytes_where_that_is_asked_for_and_can_be_sent_on(TypedWire wire) {
        MessageTypes types = MessageTypes.builder().unknownAsBytes().build();
        Peer relay = peer(wire, types).reactingBy((session, message) -> session.write(message));
        relay.send(stream(wire));
        assertEquals(TypedBytes.of(2, STRICT.toByteString()), relay.events().get(1));
        assertArrayEquals(stream(wire), Wire.concat(relay.written().toArray(byte[][]::new)));
    }

    @Test
    void ids_may_differ_by_direction() {
        MessageTypes types = MessageTypes.builder()
                .receive(1, Strict.getDefaultInstance())
                .send(1, Sample.getDefaultInstance())
                .send(2, Strict.getDefaultInstance())
                .build();
        Peer peer = peer(TypedWire.MUMBLE, types).send(TypedWire.MUMBLE.frame(1, STRICT));
        assertEquals(List.of(STRICT), peer.events());
        peer.write(LONG);
        peer.write(STRICT);
        assertArrayEquals(TypedWire.MUMBLE.frame(1, LONG), peer.written().get(0));
        assertArrayEquals(TypedWire.MUMBLE.frame(2, STRICT), peer.written().get(1));
    }

    @Test
    void ids_are_unsigned_up_to_the_last_bit_of_their_field() {
        long id = 0x8000_0001L;
        MessageTypes types = MessageTypes.builder()
                .type((int) id, Strict.getDefaultInstance())
                .build();
        for (TypedWire wire : List.of(TypedWire.STEAM, TypedWire.ESPHOME)) {
            Peer peer = peer(wire, types).send(wire.frame(id, STRICT));
            assertEquals(List.of(STRICT), peer.events());
            peer.write(STRICT);
            assertArrayEquals(wire.frame(id, STRICT), peer.written().get(0));
            peer.send(wire.frame(0xFFFF_FFFFL, STRICT));
            assertTrue(peer.exception(UnknownTypeException.class).getMessage().startsWith("type id 4294967295, of"));
        }
    }

    @Test
    void extensions_are_known_to_all_types_when_they_are_given() {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        StrictProto.registerAllExtensions(extensions);
        Strict noted =
                STRICT.toBuilder().setExtension(StrictProto.note, "known").build();
        MessageTypes types = MessageTypes.builder()
                .type(2, Strict.getDefaultInstance())
                .extensions(extensions)
                .build();
        Strict received = (Strict) peer(TypedWire.RIAK, types)
                .send(TypedWire.RIAK.frame(2, noted))
                .events()
                .get(0);
        assertEquals("known", received.getExtension(StrictProto.note));
    }

    @Test
    void dynamic_messages_are_told_apart_by_their_descriptor() throws IOException {
        MessageTypes types = MessageTypes.builder()
                .type(1, DynamicMessage.getDefaultInstance(Sample.getDescriptor()))
                .type(2, DynamicMessage.getDefaultInstance(Strict.getDescriptor()))
                .build();
        Peer peer = peer(TypedWire.ESPHOME, types).send(TypedWire.ESPHOME.frame(2, STRICT));
        DynamicMessage received =
                assertInstanceOf(DynamicMessage.class, peer.events().get(0));
        assertEquals(Strict.getDescriptor(), received.getDescriptorForType());
        peer.write(received);
        peer.write(DynamicMessage.parseFrom(Sample.getDescriptor(), LONG.toByteString()));
        peer.write(STRICT); // of the same descriptor
        assertArrayEquals(
                Wire.concat(
                        TypedWire.ESPHOME.frame(2, STRICT),
                        TypedWire.ESPHOME.frame(1, LONG),
                        TypedWire.ESPHOME.frame(2, STRICT)),
                Wire.concat(peer.written().toArray(byte[][]::new)));
    }

    @Test
    void what_has_no_id_is_refused_by_name_and_the_session_goes_on() {
        MessageTypes types = MessageTypes.builder()
                .receive(1, Sample.getDefaultInstance())
                .type(2, Strict.getDefaultInstance())
                .build();
        Peer peer = peer(TypedWire.MUMBLE, types);
        for (Object refused : List.of(Samples.ONE, TypedBytes.of(5), "text", STRICT.toBuilder())) {
            Throwable e = peer.write(refused).getException();
            assertInstanceOf(ProtocolEncoderException.class, e);
            assertTrue(e.getMessage().contains(refused.getClass().getName()), e.getMessage());
            assertTrue(e.getMessage().contains("no type id among those to send"), e.getMessage());
        }
        peer.write(STRICT);
        assertArrayEquals(TypedWire.MUMBLE.frame(2, STRICT), peer.written().get(0));
        assertEquals(1, peer.written().size());
    }

    @Test
    void an_id_that_the_header_has_no_room_for_is_refused() {
        Peer peer = peer(TypedWire.RIAK, MessageTypes.builder().unknownAsBytes().build());
        Throwable e = peer.write(TypedBytes.of(256)).getException();
        assertTrue(e.getMessage().contains("type id 256 is over the most that the header can say, 255"), e::toString);
        e = peer.write(TypedBytes.of(-1)).getException();
        assertTrue(e.getMessage().contains("type id 4294967295 is over"), e::toString);
        assertEquals(List.of(), peer.written());
    }

    /** The type is a checksum of the body: what no table can say. */
    private static final class Checksummed implements TypedBodyCodec<Sample> {

        @Override
        public Sample decode(int type, CodedInputStream body, int length) throws IOException {
            byte[] bytes = body.readRawBytes(length);
            if (type != checksum(bytes)) {
                throw new IOException("checksum " + Integer.toHexString(type) + " is wrong");
            }
            return Sample.parseFrom(bytes);
        }

        @Override
        public int typeOf(Object message) {
            if (message instanceof Strict) {
                throw new IllegalStateException("no checksum for these");
            }
            return checksum(((MessageLite) message).toByteArray());
        }

        static int checksum(byte[] bytes) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return (int) crc.getValue();
        }
    }

    @Test
    void a_body_codec_of_ones_own_is_told_the_type_and_tells_it() {
        ProtobufCodecFactory factory = ProtobufCodecFactory.builder(new Checksummed())
                .frameFormat(TypedWire.STEAM.format())
                .build();
        byte[] right = TypedWire.STEAM.frame(Checksummed.checksum(LONG.toByteArray()), LONG);
        byte[] wrong = TypedWire.STEAM.frame(5, LONG);
        Cuts.forEach(
                Wire.concat(right, wrong, right),
                chunks -> assertEquals(
                        List.of(LONG, MalformedMessageException.class, LONG),
                        filter.onStream(factory).sendAll(chunks).outline()));
        Peer peer = filter.onStream(factory);
        peer.write(LONG);
        assertArrayEquals(right, peer.written().get(0));
        Throwable e = peer.write(STRICT).getException();
        assertInstanceOf(ProtocolEncoderException.class, e);
        assertEquals("no checksum for these", e.getCause().getMessage());
    }
}
