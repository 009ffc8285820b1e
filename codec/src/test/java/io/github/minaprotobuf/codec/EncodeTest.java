package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.mina.core.buffer.CachedBufferAllocator;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferAllocator;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("A message becomes exactly one frame, or nothing")
class EncodeTest {

    @Parameter
    private CodecFilter filter;

    private Peer peer(Wire wire) {
        return filter.onStream(ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(wire.format())
                .build());
    }

    @ParameterizedTest
    @EnumSource
    void one_buffer_for_each_message(Wire wire) {
        Peer peer = peer(wire);
        Samples.MIXED.forEach(peer::write);
        List<byte[]> written = peer.written();
        assertEquals(Samples.MIXED.size(), written.size());
        for (int i = 0; i < written.size(); i++) {
            assertArrayEquals(wire.frame(Samples.MIXED.get(i)), written.get(i));
        }
    }

    @Test
    void prefixes_are_as_short_as_they_can_be() {
        Peer peer = peer(Wire.VARINT32);
        for (int length : new int[] {2, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152}) {
            peer.write(Samples.ofBodyLength(length));
        }
        assertEquals(
                List.of(3, 128, 130, 16_385, 16_387, 2_097_154, 2_097_156),
                peer.written().stream().map(frame -> frame.length).toList());
    }

    @Test
    void messages_of_another_type_than_the_decoded_one_are_written_too() {
        Peer peer = peer(Wire.LE32);
        Strict reply = Strict.newBuilder().setId(1).build();
        peer.write(reply);
        assertArrayEquals(Wire.LE32.frame(reply), peer.written().get(0));
    }

    @Test
    void over_the_limit_nothing_is_written_and_the_session_goes_on() {
        Peer peer = filter.onStream(ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .maxBodyLength(100)
                .build());
        MessageTooLongException e = assertInstanceOf(
                MessageTooLongException.class,
                peer.write(Samples.ofBodyLength(101)).getException());
        assertEquals(101, e.encodedLength());
        assertEquals(100, e.maxBodyLength());
        assertTrue(e.getMessage().contains("101") && e.getMessage().contains("100"), e.getMessage());
        peer.write(Samples.ofBodyLength(100));
        assertEquals(1, peer.written().size());
        assertEquals(List.of(MessageTooLongException.class), peer.outline());
    }

    @Test
    void what_is_no_message_is_refused_by_class_name() {
        Peer peer = peer(Wire.LE32);
        Throwable e = peer.write("text").getException();
        assertInstanceOf(ProtocolEncoderException.class, e);
        assertTrue(e.getMessage().contains("java.lang.String"), e.getMessage());
        peer.write(Samples.ONE);
        assertEquals(1, peer.written().size());
    }

    @Test
    void a_builder_is_refused_with_the_advice_to_build_it() {
        Peer peer = peer(Wire.LE32);
        Throwable e = peer.write(Samples.ONE.toBuilder()).getException();
        assertInstanceOf(ProtocolEncoderException.class, e);
        assertEquals(
                "cannot encode " + Sample.class.getName()
                        + "$Builder: not a com.google.protobuf.MessageLite; it is a builder: call build()",
                e.getMessage());
        assertEquals(List.of(), peer.written());
    }

    @Test
    void a_failure_that_is_written_in_place_of_a_message_is_named_and_is_the_cause() {
        Peer peer = peer(Wire.LE32);
        Throwable failure = new IllegalStateException("no such order");
        Throwable e = peer.write(failure).getException();
        assertInstanceOf(ProtocolEncoderException.class, e);
        assertEquals(
                "cannot encode java.lang.IllegalStateException: a failure (the cause of this), not a "
                        + "com.google.protobuf.MessageLite",
                e.getMessage());
        assertSame(failure, e.getCause());
        peer.write(Samples.ONE);
        assertEquals(1, peer.written().size());
    }

    /** Constructing a buffer makes its allocator that of the process, so the encoder must not have one of its own. */
    @Test
    void the_buffer_allocator_of_the_process_stays_as_it_was_set() {
        IoBufferAllocator before = IoBuffer.getAllocator();
        IoBufferAllocator caching = new CachedBufferAllocator();
        IoBuffer.setAllocator(caching);
        try {
            peer(Wire.LE32).write(Samples.ONE);
            assertSame(caching, IoBuffer.getAllocator());
        } finally {
            IoBuffer.setAllocator(before);
        }
    }

    /** MINA frees what has left, and a messageSent on an executor's thread then asks it how much remains. */
    @Test
    void a_frame_is_readable_after_it_was_freed_to_a_cache() throws Exception {
        IoBufferAllocator before = IoBuffer.getAllocator();
        IoBuffer.setAllocator(new CachedBufferAllocator());
        try {
            IoBuffer frame = ProtobufCodecFactory.of(Sample.getDefaultInstance())
                    .getEncoder(null)
                    .frame(Samples.ONE);
            frame.free();
            assertArrayEquals(Wire.LE32.frame(Samples.ONE), frame.array());
            assertTrue(frame.hasRemaining());
        } finally {
            IoBuffer.setAllocator(before);
        }
    }

    @Test
    void missing_required_fields_are_sent_as_protobuf_does() {
        Peer peer = peer(Wire.LE32);
        peer.write(Strict.newBuilder().buildPartial());
        assertArrayEquals(Wire.LE32.frame(new byte[0]), peer.written().get(0));
    }

    @Test
    void a_body_shorter_than_the_length_field_can_express_is_refused() {
        Peer peer = filter.onStream(ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.builder()
                        .fixedLength(4, ByteOrder.BIG_ENDIAN)
                        .lengthAdjustment(4)
                        .build())
                .build());
        Throwable e = peer.write(Samples.ofBodyLength(3)).getException();
        assertInstanceOf(ProtocolEncoderException.class, e);
        assertTrue(e.getMessage().contains("3 bytes") && e.getMessage().contains("4"), e.getMessage());
        peer.write(Samples.ofBodyLength(4));
        assertArrayEquals(
                Wire.concat(new byte[4], Samples.ofBodyLength(4).toByteArray()),
                peer.written().get(0));
    }
}
