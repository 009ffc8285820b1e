package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.sun.management.ThreadMXBean;
import io.github.minaprotobuf.codec.test.Closed;
import io.github.minaprotobuf.codec.test.Rich;
import io.github.minaprotobuf.codec.test.RichProto;
import io.github.minaprotobuf.codec.test.Small;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("Unknown fields are kept, or skipped where the factory says so")
class UnknownFieldsTest {

    @Parameter
    private CodecFilter filter;

    private static final ExtensionRegistry EXTENSIONS = extensions();

    /** One of each wire type. */
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(13, Field.newBuilder().addVarint(1).addVarint(-1).build())
            .addField(14, Field.newBuilder().addFixed32(2).build())
            .addField(15, Field.newBuilder().addFixed64(3).build())
            .addField(
                    99,
                    Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("four"))
                            .build())
            .addField(199, Field.newBuilder().addGroup(nested(2)).build())
            .build();

    private static final Rich WITHOUT = everywhere(UnknownFieldSet.getDefaultInstance());
    private static final Rich WITH = everywhere(UNKNOWN);

    private static ExtensionRegistry extensions() {
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        RichProto.registerAllExtensions(registry);
        return registry;
    }

    private static UnknownFieldSet nested(int groups) {
        UnknownFieldSet set = UnknownFieldSet.newBuilder()
                .addField(1, Field.newBuilder().addVarint(groups).build())
                .build();
        return groups == 0
                ? set
                : set.toBuilder()
                        .addField(
                                9,
                                Field.newBuilder().addGroup(nested(groups - 1)).build())
                        .build();
    }

    /** At the top, in messages, in a map's value, in an extension, beside what is known. */
    private static Rich everywhere(UnknownFieldSet unknown) {
        Rich leaf = Rich.newBuilder().addTexts("leaf").setUnknownFields(unknown).build();
        return Rich.newBuilder()
                .setChild(leaf)
                .addChildren(leaf)
                .addChildren(Rich.newBuilder().setChild(leaf))
                .putParts(7, leaf)
                .putTags("key", "value")
                .addPacked(8)
                .addKinds(Closed.NONE)
                .setExtension(RichProto.known, leaf)
                .setUnknownFields(unknown)
                .build();
    }

    private static BodyCodec<Message> dynamic() {
        return BodyCodec.of((Message) DynamicMessage.getDefaultInstance(Rich.getDescriptor()), EXTENSIONS);
    }

    private Peer peer(BodyCodec<?> bodies, boolean discarded) {
        return filter.onStream(ProtobufCodecFactory.builder(bodies)
                .discardUnknownFields(discarded)
                .build());
    }

    /** At every cut: what the handler gets, sent on as it is. */
    private void assertRelayed(BodyCodec<?> bodies, boolean discarded, Message sent, Message relayed) {
        Cuts.forEach(Wire.LE32.frame(sent), chunks -> {
            List<Object> events = peer(bodies, discarded).sendAll(chunks).events();
            assertEquals(1, events.size(), events.toString());
            assertEquals(relayed.toByteString(), ((Message) events.get(0)).toByteString());
        });
    }

    @Test
    void by_default_a_message_is_sent_on_as_it_came() {
        Peer peer = filter.onStream(ProtobufCodecFactory.builder(BodyCodec.of(Rich.getDefaultInstance(), EXTENSIONS))
                .build());
        Rich received = (Rich) peer.send(Wire.LE32.frame(WITH)).events().get(0);
        assertEquals(WITH.toByteString(), received.toByteString());
        assertRelayed(BodyCodec.of(Rich.getDefaultInstance(), EXTENSIONS), false, WITH, WITH);
    }

    @Test
    void are_gone_at_every_depth_and_known_extensions_are_not() {
        assertRelayed(BodyCodec.of(Rich.getDefaultInstance(), EXTENSIONS), true, WITH, WITHOUT);
        assertRelayed(BodyCodec.of(Rich.getDefaultInstance(), EXTENSIONS), true, WITHOUT, WITHOUT);
    }

    @Test
    void are_gone_from_dynamic_messages() {
        assertRelayed(dynamic(), false, WITH, WITH);
        assertRelayed(dynamic(), true, WITH, WITHOUT);
    }

    @Test
    void are_gone_from_known_groups() {
        BodyCodec<?> groups = BodyCodec.of(DynamicMessage.getDefaultInstance(Groups.DESCRIPTOR));
        assertRelayed(groups, false, Groups.nested(3, UNKNOWN), Groups.nested(3, UNKNOWN));
        assertRelayed(groups, true, Groups.nested(3, UNKNOWN), Groups.nested(3, UnknownFieldSet.getDefaultInstance()));
    }

    @Test
    void an_extension_that_no_registry_knows_is_one_of_them() {
        Rich withoutExtension =
                WITHOUT.toBuilder().clearExtension(RichProto.known).build();
        assertRelayed(BodyCodec.of(Rich.getDefaultInstance()), true, WITH, withoutExtension);
    }

    @Test
    void are_gone_from_what_an_any_holds() {
        Rich with = WITH.toBuilder().clearExtension(RichProto.known).build();
        Rich without = WITHOUT.toBuilder().clearExtension(RichProto.known).build();
        Any any = Any.pack(with).toBuilder().setUnknownFields(UNKNOWN).build();
        assertRelayed(BodyCodec.any(Rich.getDefaultInstance()), false, any, with);
        assertRelayed(BodyCodec.any(Rich.getDefaultInstance()), true, any, without);
    }

    @Test
    void are_gone_whatever_buffer_they_came_in() {
        for (BufferKind kind : BufferKind.values()) {
            Peer peer = peer(BodyCodec.of(Rich.getDefaultInstance(), EXTENSIONS), true);
            assertEquals(
                    List.of(WITHOUT), peer.send(kind, Wire.LE32.frame(WITH)).events(), kind.toString());
        }
    }

    @Test
    void must_still_be_well_formed() {
        byte[] groupWithoutEnd = {0x6B, 0x08, 1};
        byte[] wrongEndOfGroup = {0x6B, 0x74};
        byte[] cutString = {0x6A, 5, 'a'};
        byte[] fieldNumberZero = {0x6B, 0x00, 0x6C};
        byte[] wireTypeSix = {0x6E, 0};
        for (byte[] body : List.of(groupWithoutEnd, wrongEndOfGroup, cutString, fieldNumberZero, wireTypeSix)) {
            byte[] stream = Wire.concat(Wire.LE32.frame(body), Wire.LE32.frame(WITH));
            for (boolean discarded : new boolean[] {false, true}) {
                Rich rest = discarded ? WITHOUT : WITH;
                Cuts.forEach(stream, chunks -> {
                    Peer peer = peer(BodyCodec.of(Rich.getDefaultInstance(), EXTENSIONS), discarded);
                    assertEquals(
                            List.of(MalformedMessageException.class, rest),
                            peer.sendAll(chunks).outline(),
                            HexDump.of(ByteBuffer.wrap(body), 0, body.length));
                });
            }
        }
    }

    @Test
    void a_closed_enums_unknown_value_is_dropped_from_dynamic_messages_and_kept_in_generated_ones() {
        byte[] kind = {0x58, 77};
        Rich generated = (Rich) peer(BodyCodec.of(Rich.getDefaultInstance()), true)
                .send(Wire.LE32.frame(kind))
                .events()
                .get(0);
        assertEquals(ByteString.copyFrom(kind), generated.toByteString());
        Message dynamic = (Message)
                peer(dynamic(), true).send(Wire.LE32.frame(kind)).events().get(0);
        assertEquals(ByteString.EMPTY, dynamic.toByteString());
    }

    @Test
    void hold_no_heap_when_they_are_skipped() throws Exception {
        byte[] body = CostlyBody.UNKNOWN_GROUPS_NESTED.ofLength(1 << 20);
        for (BodyCodec<?> bodies : List.of(BodyCodec.of(Rich.getDefaultInstance()), dynamic())) {
            WholeBodyDecoder decoder = WholeBodyDecoder.of(bodies, new ParserOptions(true, 100));
            BodyReader.readOwned(decoder, body); // classes are loaded
            ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = thread.getCurrentThreadAllocatedBytes();
            BodyReader.readOwned(decoder, body);
            long allocated = thread.getCurrentThreadAllocatedBytes() - before;
            // 16 bytes of garbage for each at the top level, where a type has extensions and its parser is not compiled
            // yet
            assertTrue(allocated < body.length / 10, allocated + " bytes allocated for " + bodies);
        }
    }

    @Test
    void cannot_be_skipped_by_a_codec_that_is_not_asked_to_parse_and_build_says_so() {
        BodyCodec<?> own = (body, length) -> Rich.parseFrom(body);
        assertRefused(own, "body codec of one's own (" + own.getClass().getName());
        assertRefused(BodyCodec.bytes(), "BodyCodec.bytes()");
        assertRefused(BodyCodec.of(Small.getDefaultInstance()), "lite runtime's messages, as " + Small.class.getName());
    }

    private static void assertRefused(BodyCodec<?> bodies, String words) {
        ProtobufCodecFactory.Builder builder =
                ProtobufCodecFactory.builder(bodies).discardUnknownFields(true);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().startsWith("discardUnknownFields is set, but "), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        builder.discardUnknownFields(false).build();
    }
}
