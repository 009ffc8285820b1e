package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.handler.demux.DemuxingIoHandler;
import org.apache.mina.handler.demux.MessageHandler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Body codecs")
class BodyCodecTest {

    private static final Strict STRICT = Strict.newBuilder().setId(7).build();

    private static Peer peer(BodyCodec<?> bodyCodec) {
        return Peer.onStream(ProtobufCodecFactory.builder(bodyCodec).build());
    }

    private static BodyCodec<?> anySampleOrStrict() {
        return BodyCodec.any(Sample.getDefaultInstance(), Strict.getDefaultInstance());
    }

    private static void assertMalformed(Peer peer, String... words) {
        MalformedMessageException e = peer.exception(MalformedMessageException.class);
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), word + " is not in: " + e.getMessage());
        }
    }

    @Test
    void any_is_unwrapped_into_the_concrete_messages() {
        byte[] stream = Wire.LE32.frames(List.of(Any.pack(Samples.ONE), Any.pack(STRICT), Any.pack(Samples.EMPTY)));
        Cuts.forEach(
                stream,
                chunks -> assertEquals(
                        List.of(Samples.ONE, STRICT, Samples.EMPTY),
                        peer(anySampleOrStrict()).sendAll(chunks).events()));
    }

    @Test
    void any_is_what_protobuf_itself_packs() {
        Peer peer = peer(anySampleOrStrict());
        for (var message : List.of(Samples.ONE, STRICT, Samples.EMPTY)) {
            peer.write(message);
        }
        assertArrayEquals(
                Wire.LE32.frames(List.of(Any.pack(Samples.ONE), Any.pack(STRICT), Any.pack(Samples.EMPTY))),
                Wire.concat(peer.written().toArray(byte[][]::new)));
    }

    @Test
    void an_any_that_is_packed_already_is_sent_as_it_is() {
        Any packed = Any.pack(Samples.ONE, "example.com/types");
        Peer peer = peer(anySampleOrStrict());
        peer.write(packed);
        assertArrayEquals(Wire.LE32.frame(packed), peer.written().get(0));
        assertEquals(
                List.of(Samples.ONE),
                peer(anySampleOrStrict()).send(Wire.LE32.frame(packed)).events());
    }

    @Test
    void any_of_an_unknown_type_is_malformed_and_names_it() {
        for (String typeUrl : List.of(
                "type.googleapis.com/java.lang.Runtime", "", "/", "nonsense", "minaprotobuf.codec.test.Sample")) {
            Peer peer = peer(anySampleOrStrict());
            peer.send(Wire.LE32.frame(Any.newBuilder().setTypeUrl(typeUrl).build()));
            assertMalformed(peer, "'" + typeUrl + "'", "minaprotobuf.codec.test.Sample");
            assertEquals(
                    List.of(MalformedMessageException.class, Samples.ONE),
                    peer.send(Wire.LE32.frame(Any.pack(Samples.ONE))).outline());
        }
    }

    @Test
    void any_with_a_bad_value_is_malformed() {
        Peer peer = peer(anySampleOrStrict());
        peer.send(Wire.LE32.frame(Any.pack(STRICT).toBuilder().clearValue().build()));
        assertMalformed(peer, "missing required fields", "id");
    }

    @Test
    void any_needs_prototypes_and_one_for_each_type() {
        assertThrows(IllegalArgumentException.class, BodyCodec::any);
        assertThrows(IllegalArgumentException.class, () -> BodyCodec.any(Sample.getDefaultInstance(), Samples.ONE));
    }

    @Test
    void any_dispatches_by_type_through_minas_demuxing_handler() {
        List<String> seen = new ArrayList<>();
        DemuxingIoHandler handler = new DemuxingIoHandler();
        handler.addReceivedMessageHandler(Sample.class, named("sample", seen));
        handler.addReceivedMessageHandler(Strict.class, named("strict", seen));
        Peer peer = peer(anySampleOrStrict());
        peer.session().setHandler(handler);
        peer.send(Wire.LE32.frames(List.of(Any.pack(STRICT), Any.pack(Samples.TWO), Any.pack(STRICT))));
        assertEquals(List.of("strict", "sample", "strict"), seen);
    }

    private static <M> MessageHandler<M> named(String name, List<String> seen) {
        return (IoSession session, M message) -> seen.add(name);
    }

    @Test
    void bytes_are_relayed_as_they_are() {
        List<ByteString> bodies = List.of(
                ByteString.EMPTY,
                ByteString.copyFrom(new byte[] {0}),
                Samples.TWO.toByteString(),
                ByteString.copyFrom(new byte[5000]));
        byte[] stream = Wire.concat(
                bodies.stream().map(body -> Wire.LE32.frame(body.toByteArray())).toArray(byte[][]::new));
        Cuts.forEach(
                stream,
                chunks -> assertEquals(
                        bodies, peer(BodyCodec.bytes()).sendAll(chunks).events()));
        for (BufferKind kind : BufferKind.values()) {
            assertEquals(bodies, peer(BodyCodec.bytes()).send(kind, stream).events(), kind.toString());
        }
        Peer peer = peer(BodyCodec.bytes());
        bodies.forEach(peer::write);
        assertArrayEquals(stream, Wire.concat(peer.written().toArray(byte[][]::new)));
    }

    @Test
    void bytes_refuse_messages() {
        Throwable e = peer(BodyCodec.bytes()).write(Samples.ONE).getException();
        assertInstanceOf(ProtocolEncoderException.class, e);
        assertTrue(e.getMessage().contains("Sample") && e.getMessage().contains("ByteString"), e.getMessage());
    }

    @Test
    void a_codec_of_ones_own_is_one_lambda() {
        BodyCodec<DynamicMessage> dynamic = (body, length) -> DynamicMessage.parseFrom(Sample.getDescriptor(), body);
        Peer peer = peer(dynamic).send(Wire.LE32.frame(Samples.TWO));
        DynamicMessage message = (DynamicMessage) peer.events().get(0);
        assertEquals(Samples.TWO.toByteString(), message.toByteString());
        peer.write(message);
        assertArrayEquals(Wire.LE32.frame(Samples.TWO), peer.written().get(0));
    }

    @Test
    void a_codec_that_leaves_bytes_unread_is_told() {
        BodyCodec<Empty> lazy = (body, length) -> Empty.getDefaultInstance();
        assertMalformed(peer(lazy).send(Wire.LE32.frame(Samples.ONE)), "only 0 bytes of the body were read");
    }

    @Test
    void a_codec_that_stops_at_the_end_of_a_group_that_never_began_is_told() {
        BodyCodec<Integer> tags = (body, length) -> body.readTag();
        assertMalformed(peer(tags).send(Wire.LE32.frame((byte) 0x0C)), "end-group tag");
    }

    @Test
    void so_is_such_a_body_of_a_known_type() {
        BodyCodec<?> dynamic = BodyCodec.of(DynamicMessage.getDefaultInstance(Sample.getDescriptor()));
        for (BodyCodec<?> known : List.of(BodyCodec.of(Samples.ONE), dynamic, anySampleOrStrict())) {
            assertMalformed(peer(known).send(Wire.LE32.frame((byte) 0x0C)), "end-group tag");
        }
    }

    @Test
    void a_codec_that_returns_null_or_throws_is_told_and_the_next_frame_decodes() {
        for (BodyCodec<?> broken : List.<BodyCodec<?>>of(
                (body, length) -> length == 0 ? null : body.readRawBytes(length), (body, length) -> {
                    if (length == 0) {
                        throw new IllegalStateException("no body");
                    }
                    return body.readRawBytes(length);
                })) {
            Peer peer = peer(broken).send(Wire.LE32.frames(List.of(Samples.EMPTY, Samples.ONE)));
            assertEquals(MalformedMessageException.class, peer.outline().get(0));
            assertArrayEquals(Samples.ONE.toByteArray(), (byte[]) peer.events().get(1));
        }
    }
}
