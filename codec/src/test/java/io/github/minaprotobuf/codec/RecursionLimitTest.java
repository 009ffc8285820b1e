package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.UnknownFieldSet;
import io.github.minaprotobuf.codec.test.Rich;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
@DisplayName("A body nests as deep as the limit, and no level deeper")
class RecursionLimitTest {

    @Parameter
    private CodecFilter filter;

    private static List<BodyCodec<?>> codecsOfRich() {
        return List.of(
                BodyCodec.of(Rich.getDefaultInstance()),
                BodyCodec.of(DynamicMessage.getDefaultInstance(Rich.getDescriptor())),
                (body, length) -> Rich.parseFrom(body),
                (body, length) -> DynamicMessage.parseFrom(Rich.getDescriptor(), body));
    }

    /** A body's ways to nest. Each adds one level for each level asked for. */
    private enum Nesting {
        MESSAGES {
            @Override
            byte[] body(int levels) {
                Rich message = Rich.getDefaultInstance();
                for (int level = 0; level < levels; level++) {
                    message = Rich.newBuilder().setChild(message).build();
                }
                return message.toByteArray();
            }
        },
        UNKNOWN_GROUPS {
            @Override
            byte[] body(int levels) {
                byte[] body = new byte[2 * levels];
                Arrays.fill(body, 0, levels, (byte) (13 << 3 | 3));
                Arrays.fill(body, levels, 2 * levels, (byte) (13 << 3 | 4));
                return body;
            }
        };

        abstract byte[] body(int levels);
    }

    private static ProtobufCodecFactory.Builder codec(BodyCodec<?> bodies) {
        return ProtobufCodecFactory.builder(bodies);
    }

    /** Deep bodies are long, and depth has little to do with cuts. */
    private static final int LONGEST_CUT_EVERYWHERE = 150;

    /** Whole, in a buffer of each kind, and in pieces. */
    private void assertDecodesTo(List<?> outline, ProtobufCodecFactory codec, byte[] stream, String what) {
        for (BufferKind kind : BufferKind.values()) {
            assertEquals(outline, classes(filter.onStream(codec).send(kind, stream)), what + ", " + kind);
        }
        Consumer<List<byte[]>> check =
                chunks -> assertEquals(outline, classes(filter.onStream(codec).sendAll(chunks)), what);
        if (stream.length <= LONGEST_CUT_EVERYWHERE) {
            Cuts.forEach(stream, check);
        } else {
            check.accept(Cuts.at(stream, IntStream.range(1, stream.length).toArray()));
        }
    }

    private static List<Class<?>> classes(Peer peer) {
        List<Class<?>> classes = new ArrayList<>();
        peer.events().forEach(event -> classes.add(event.getClass()));
        return classes;
    }

    private void assertLimit(int limit, BodyCodec<?> bodies, boolean discarded, IntFunction<byte[]> nesting) {
        ProtobufCodecFactory codec = codec(bodies)
                .recursionLimit(limit)
                .discardUnknownFields(discarded)
                .build();
        Class<?> message =
                classes(filter.onStream(codec).send(Wire.LE32.frame())).get(0);
        byte[] stream = Wire.concat(
                Wire.LE32.frame(nesting.apply(limit)),
                Wire.LE32.frame(nesting.apply(limit + 1)),
                Wire.LE32.frame(nesting.apply(limit)));
        assertDecodesTo(
                List.of(message, MalformedMessageException.class, message),
                codec,
                stream,
                "unknown fields discarded: " + discarded);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 101})
    void whatever_nests_and_whoever_parses(int limit) {
        for (Nesting nesting : Nesting.values()) {
            for (BodyCodec<?> bodies : codecsOfRich()) {
                assertLimit(limit, bodies, false, nesting::body);
                if (bodies instanceof OneTypeBody) {
                    assertLimit(limit, bodies, true, nesting::body);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 101})
    void known_groups_too(int limit) {
        BodyCodec<?> groups = BodyCodec.of(DynamicMessage.getDefaultInstance(Groups.DESCRIPTOR));
        for (boolean discarded : new boolean[] {false, true}) {
            assertLimit(
                    limit,
                    groups,
                    discarded,
                    levels -> Groups.nested(levels, UnknownFieldSet.getDefaultInstance())
                            .toByteArray());
        }
    }

    @ParameterizedTest
    @EnumSource
    void by_default_it_is_a_hundred_levels(Nesting nesting) {
        ProtobufCodecFactory codec = ProtobufCodecFactory.of(Rich.getDefaultInstance());
        byte[] stream = Wire.concat(Wire.LE32.frame(nesting.body(101)), Wire.LE32.frame(nesting.body(100)));
        assertDecodesTo(List.of(MalformedMessageException.class, Rich.class), codec, stream, nesting.toString());
    }

    @Test
    void a_map_takes_two_levels_for_its_entry_and_the_value() {
        Rich map = Rich.newBuilder().putParts(1, Rich.getDefaultInstance()).build();
        assertDecodesTo(
                List.of(Rich.class),
                codec(codecsOfRich().get(0)).recursionLimit(2).build(),
                Wire.LE32.frame(map),
                "2 levels");
        assertDecodesTo(
                List.of(MalformedMessageException.class),
                codec(codecsOfRich().get(0)).recursionLimit(1).build(),
                Wire.LE32.frame(map),
                "1 level");
    }

    @Test
    void what_an_any_holds_counts_anew_and_an_any_inside_it_is_no_level() throws Exception {
        BodyCodec<?> any = BodyCodec.any(Rich.getDefaultInstance(), Any.getDefaultInstance());
        for (boolean discarded : new boolean[] {false, true}) {
            ProtobufCodecFactory codec =
                    codec(any).recursionLimit(3).discardUnknownFields(discarded).build();
            byte[] stream = Wire.concat(
                    Wire.LE32.frame(Any.pack(Rich.parseFrom(Nesting.MESSAGES.body(3)))),
                    Wire.LE32.frame(Any.pack(Rich.parseFrom(Nesting.MESSAGES.body(4)))),
                    Wire.LE32.frame(Any.pack(Any.pack(Rich.parseFrom(Nesting.MESSAGES.body(4))))),
                    Wire.LE32.frame(Any.pack(Rich.getDefaultInstance()).toBuilder()
                            .mergeFrom(Nesting.UNKNOWN_GROUPS.body(4), ExtensionRegistryLite.getEmptyRegistry())
                            .build()));
            assertDecodesTo(
                    List.of(Rich.class, MalformedMessageException.class, Any.class, MalformedMessageException.class),
                    codec,
                    stream,
                    "discarded: " + discarded);
        }
    }

    @Test
    void without_a_limit_to_speak_of_the_stack_ends_and_the_next_frame_decodes() {
        ProtobufCodecFactory codec =
                codec(codecsOfRich().get(0)).recursionLimit(Integer.MAX_VALUE).build();
        Peer peer = filter.onStream(codec)
                .send(Wire.LE32.frame(Nesting.UNKNOWN_GROUPS.body(1_000_000)))
                .send(Wire.LE32.frame(Nesting.UNKNOWN_GROUPS.body(1)));
        assertEquals(List.of(MalformedMessageException.class, Rich.class), classes(peer));
        assertInstanceOf(
                StackOverflowError.class,
                peer.exception(MalformedMessageException.class).getCause());
    }

    @Test
    void a_limit_below_zero_is_refused_with_its_value() {
        ProtobufCodecFactory.Builder builder = codec(codecsOfRich().get(0));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> builder.recursionLimit(-1));
        assertEquals("recursionLimit is -1 levels; must be 0 or more", e.getMessage());
    }
}
