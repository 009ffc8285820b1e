package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
@DisplayName("A bad frame costs itself and nothing else")
class DecodeErrorTest {

    @Parameter
    private CodecFilter filter;

    private static final byte[] TAG_ZERO = {0};
    private static final byte[] TRUNCATED_FIELD = {0x12, 0x05, 'a'};
    private static final byte[] INVALID_UTF8 = {0x12, 0x01, (byte) 0xFF};
    private static final byte[] UNMATCHED_END_GROUP = {0x0C};
    private static final byte[] LAST_VARINT_CUT = {0x08, (byte) 0x80};

    private static final int LIMIT = 400;

    private static ProtobufCodecFactory factory(Wire wire) {
        return ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(wire.format())
                .maxBodyLength(LIMIT)
                .build();
    }

    /** Good frames around one bad frame, at all cuts: the bad one becomes the exception, the others their messages. */
    private void assertOnlyTheBadFrameIsLost(Wire wire, byte[] badFrame, Class<?> exception) {
        byte[] stream = Wire.concat(
                wire.frame(Samples.ONE),
                wire.frame(Samples.EMPTY),
                badFrame,
                wire.frame(Samples.TWO),
                wire.frame(Samples.EMPTY));
        Cuts.forEach(stream, chunks -> {
            Peer peer = filter.onStream(factory(wire)).sendAll(chunks);
            assertEquals(List.of(Samples.ONE, Samples.EMPTY, exception, Samples.TWO, Samples.EMPTY), peer.outline());
            assertTrue(peer.isAtFrameBoundary());
            assertExplains(peer.exception(ProtocolDecoderException.class));
        });
    }

    private static void assertExplains(ProtocolDecoderException e) {
        assertTrue(e.getMessage().matches("(?s).*\\d.*"), "no number in: " + e.getMessage());
        assertTrue(e.getHexdump().length() <= 3 * 64, "dump too long: " + e.getHexdump());
        assertTrue(e.getHexdump().matches("([0-9A-F]{2}( |$))+|empty"), "no dump: " + e.getHexdump());
        assertFalse((Object) e instanceof IOException);
    }

    @ParameterizedTest
    @EnumSource
    void malformed_messages(Wire wire) {
        for (byte[] body : List.of(TAG_ZERO, TRUNCATED_FIELD, INVALID_UTF8, UNMATCHED_END_GROUP, LAST_VARINT_CUT)) {
            assertOnlyTheBadFrameIsLost(wire, wire.frame(body), MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void several_malformed_messages_in_a_row_are_several_exceptions(Wire wire) {
        byte[] stream = Wire.concat(
                wire.frame(TAG_ZERO),
                wire.frame(TAG_ZERO),
                wire.frame(Samples.ONE),
                wire.frame(TRUNCATED_FIELD),
                wire.frame(Samples.TWO));
        Cuts.forEach(
                stream,
                chunks -> assertEquals(
                        List.of(
                                MalformedMessageException.class,
                                MalformedMessageException.class,
                                Samples.ONE,
                                MalformedMessageException.class,
                                Samples.TWO),
                        filter.onStream(factory(wire)).sendAll(chunks).outline()));
    }

    @ParameterizedTest
    @EnumSource
    void missing_required_fields(Wire wire) {
        Strict good = Strict.newBuilder().setId(7).build();
        byte[] stream = Wire.concat(wire.frame(good), wire.frame(new byte[0]), wire.frame(good));
        Cuts.forEach(stream, chunks -> {
            ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Strict.getDefaultInstance())
                    .frameFormat(wire.format())
                    .build();
            Peer peer = filter.onStream(factory).sendAll(chunks);
            assertEquals(List.of(good, MalformedMessageException.class, good), peer.outline());
            assertTrue(
                    peer.exception(MalformedMessageException.class).getMessage().contains("id"));
        });
    }

    @Test
    void a_malformed_message_keeps_its_cause_and_length() {
        Peer peer = filter.onStream(factory(Wire.LE32)).send(Wire.LE32.frame(INVALID_UTF8));
        MalformedMessageException e = peer.exception(MalformedMessageException.class);
        assertInstanceOf(InvalidProtocolBufferException.class, e.getCause());
        assertInstanceOf(RecoverableProtocolDecoderException.class, e);
        assertTrue(e.getMessage().startsWith("body of 3 bytes is not a valid message: "), e.getMessage());
        assertEquals("12 01 FF", e.getHexdump());
    }

    @ParameterizedTest
    @EnumSource
    void frames_over_the_limit(Wire wire) {
        for (int length : new int[] {LIMIT + 1, 3 * LIMIT}) {
            assertOnlyTheBadFrameIsLost(wire, wire.frame(new byte[length]), FrameTooLongException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_frame_of_exactly_the_limit_decodes(Wire wire) {
        Sample longest = Samples.ofBodyLength(LIMIT);
        Cuts.forEach(
                wire.frame(longest),
                chunks -> assertEquals(
                        List.of(longest),
                        filter.onStream(factory(wire)).sendAll(chunks).events()));
    }

    @ParameterizedTest
    @EnumSource
    void too_long_is_told_once_and_as_soon_as_the_header_is_complete(Wire wire) {
        byte[] header = wire.header(0xFFFF_FFFFL - 11);
        for (int i = 1; i < header.length; i++) {
            assertEquals(
                    List.of(),
                    filter.onStream(factory(wire))
                            .send(Arrays.copyOf(header, i))
                            .events());
        }
        Peer peer = filter.onStream(factory(wire)).send(header);
        FrameTooLongException e = peer.exception(FrameTooLongException.class);
        assertEquals(0xFFFF_FFFFL - 11, e.declaredLength());
        assertEquals(LIMIT, e.maxBodyLength());
        assertTrue(e.getMessage().contains("4294967284") && e.getMessage().contains("400"), e.getMessage());
        peer.send(new byte[10_000]).send(new byte[10_000]).close();
        assertEquals(List.of(FrameTooLongException.class, Peer.SESSION_CLOSED), peer.outline());
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 1L << 31, 0xFFFF_FFFFL})
    void unsigned_lengths_past_an_int_are_too_long_not_negative(long declared) {
        for (Wire wire : List.of(Wire.LE32, Wire.BE32, Wire.VARINT32, Wire.GRPC)) {
            Peer peer = filter.onStream(factory(wire)).send(wire.header(declared));
            assertEquals(declared, peer.exception(FrameTooLongException.class).declaredLength(), wire.toString());
        }
    }

    /** What can follow a good frame and be no header of that format. */
    private static List<byte[]> corruptHeaders(Wire wire) {
        List<byte[]> headers = new ArrayList<>();
        switch (wire) {
            case VARINT32 -> {
                headers.add(bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x10)); // 2^32 + 2^28 - 1
                headers.add(bytes(0x80, 0x80, 0x80, 0x80, 0x80));
                headers.add(bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF));
            }
            case GRPC -> headers.add(bytes(2, 0, 0, 0, 0));
            case CUSTOM -> {
                headers.add(bytes(0xCB));
                headers.add(bytes(0xCA, 0xFF));
                headers.add(bytes(0xCA, 0xFE, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)); // adjusted length -1
                headers.add(bytes(0xCA, 0xFE, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0)); // 2^63
            }
            default -> {} // every four bytes are a length
        }
        return headers;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(names = {"VARINT32", "GRPC", "CUSTOM"})
    void after_a_corrupted_header_everything_is_discarded_in_constant_memory(Wire wire) {
        for (byte[] header : corruptHeaders(wire)) {
            byte[] stream = Wire.concat(wire.frame(Samples.ONE), header, wire.frame(Samples.TWO), new byte[300]);
            Cuts.forEach(stream, chunks -> {
                ProtobufCodecFactory factory = factory(wire);
                Peer peer = filter.onStream(factory).sendAll(chunks);
                assertEquals(List.of(Samples.ONE, CorruptedFrameException.class), peer.outline());
                assertExplains(peer.exception(CorruptedFrameException.class));
                assertEquals(0, factory.statistics().retainedBytes());
                peer.close();
                assertEquals(List.of(Samples.ONE, CorruptedFrameException.class, Peer.SESSION_CLOSED), peer.outline());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VARINT32", "GRPC", "CUSTOM"})
    void a_corrupted_header_is_told_at_its_first_wrong_byte(Wire wire) {
        byte[] first = corruptHeaders(wire).get(0);
        int wrong = wire == Wire.VARINT32 ? 4 : 0;
        Peer peer = filter.onStream(factory(wire));
        for (int i = 0; i < wrong; i++) {
            peer.send(first[i]);
            assertEquals(List.of(), peer.events());
        }
        peer.send(first[wrong]);
        assertEquals(List.of(CorruptedFrameException.class), peer.outline());
        assertFalse(peer.events().get(0) instanceof RecoverableProtocolDecoderException);
    }

    @Test
    void a_length_that_cannot_be_is_told_before_the_reserved_bytes_behind_it() {
        ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.builder().varintLength().reserved(2).build())
                .build();
        byte[] pastThirtyTwoBits = bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x10);
        Cuts.forEach(
                pastThirtyTwoBits,
                chunks -> assertEquals(
                        List.of(CorruptedFrameException.class, Peer.SESSION_CLOSED),
                        filter.onStream(factory).sendAll(chunks).close().outline()));
    }

    @Test
    void overlong_varint_prefixes_of_up_to_five_bytes_are_fine() {
        for (byte[] prefix : List.of(bytes(0x80, 0), bytes(0x80, 0x80, 0x80, 0x80, 0))) {
            byte[] stream = Wire.concat(prefix, Wire.VARINT32.frame(Samples.ONE));
            Cuts.forEach(
                    stream,
                    chunks -> assertEquals(
                            List.of(Samples.EMPTY, Samples.ONE),
                            filter.onStream(factory(Wire.VARINT32))
                                    .sendAll(chunks)
                                    .events()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void reserved_bytes_may_hold_anything(Wire wire) {
        byte[] frame = wire.frame(Samples.ONE);
        if (wire == Wire.CUSTOM) {
            frame[2] = 0x55;
            frame[11] = frame[12] = frame[13] = (byte) 0xAA;
        }
        assertEquals(
                List.of(Samples.ONE), filter.onStream(factory(wire)).send(frame).events());
    }
}
