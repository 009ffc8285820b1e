package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("What a message can make the JVM throw does not reach the I/O thread, nor bytes another session")
class FatalErrorTest {

    @Parameter
    private CodecFilter filter;

    private static final byte[] POISON = {'x'};
    private static final byte[] SOUND = {'o', 'k'};

    /** Throws on a body of one byte, in both directions, after a part of it was written. */
    private record Poisoned(Supplier<? extends Throwable> error, boolean inLength) implements BodyCodec<ByteString> {

        @Override
        public ByteString decode(com.google.protobuf.CodedInputStream body, int length) throws IOException {
            if (length == POISON.length) {
                throwUnchecked(error.get());
            }
            return BytesBody.INSTANCE.decode(body, length);
        }

        @Override
        public Class<?> encodableType() {
            return ByteString.class;
        }

        @Override
        public int encodedLength(Object message) {
            if (inLength && ((ByteString) message).size() == POISON.length) {
                throwUnchecked(error.get());
            }
            return ((ByteString) message).size();
        }

        @Override
        public void encode(Object message, CodedOutputStream body) throws IOException {
            body.writeRawBytes((ByteString) message);
            body.flush();
            if (((ByteString) message).size() == POISON.length) {
                throwUnchecked(error.get());
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void throwUnchecked(Throwable t) throws T {
            throw (T) t;
        }
    }

    private Peer peer(Supplier<? extends Throwable> error, boolean inLength) {
        return filter.onStream(
                ProtobufCodecFactory.builder(new Poisoned(error, inLength)).build());
    }

    private static final Map<Supplier<? extends Throwable>, Class<?>> TOLD_AS = Map.of(
            IOException::new, MalformedMessageException.class,
            IllegalStateException::new, MalformedMessageException.class,
            StackOverflowError::new, MalformedMessageException.class,
            OutOfMemoryError::new, DecoderFailureException.class,
            AssertionError::new, DecoderFailureException.class,
            LinkageError::new, DecoderFailureException.class,
            NoClassDefFoundError::new, DecoderFailureException.class,
            ExceptionInInitializerError::new, DecoderFailureException.class,
            InternalError::new, DecoderFailureException.class);

    @Test
    void decoding_goes_on_with_the_next_frame() {
        byte[] stream = Wire.concat(Wire.LE32.frame(SOUND), Wire.LE32.frame(POISON), Wire.LE32.frame(SOUND));
        TOLD_AS.forEach((error, told) -> Cuts.forEach(stream, chunks -> {
            Peer peer = peer(error, false).sendAll(chunks);
            assertEquals(List.of(ByteString.copyFrom(SOUND), told, ByteString.copyFrom(SOUND)), peer.outline());
            ProtocolDecoderException e = peer.exception(ProtocolDecoderException.class);
            assertSame(error.get().getClass(), e.getCause().getClass());
            assertTrue(e.getMessage().contains("body of 1 bytes"), e.getMessage());
        }));
    }

    @Test
    void no_memory_for_a_message_is_not_called_malformed_and_names_the_heap() {
        DecoderFailureException e = peer(() -> new OutOfMemoryError("Java heap space"), false)
                .send(Wire.LE32.frame(POISON))
                .exception(DecoderFailureException.class);
        assertEquals(
                "body of 1 bytes was not decoded, by a failure of this side: no memory for its message (heap of at most "
                        + Runtime.getRuntime().maxMemory() + " bytes): Java heap space (Hexdump: 78)",
                e.getMessage());
    }

    @Test
    void encoding_fails_that_write_and_leaks_nothing_into_this_or_another_session() {
        for (Supplier<? extends Throwable> error : TOLD_AS.keySet()) {
            for (boolean inLength : new boolean[] {false, true}) {
                Peer peer = peer(error, inLength);
                Throwable e = peer.write(ByteString.copyFrom(POISON)).getException();
                assertInstanceOf(ProtocolEncoderException.class, e);
                assertSame(error.get().getClass(), e.getCause().getClass());
                assertTrue(e.getMessage().contains("ByteString"), e.getMessage());
                peer.write(ByteString.copyFrom(SOUND));
                Peer other = peer(error, inLength);
                other.write(ByteString.copyFrom(SOUND));
                assertArrayEquals(
                        Wire.LE32.frame(SOUND), Wire.concat(peer.written().toArray(byte[][]::new)));
                assertArrayEquals(
                        Wire.LE32.frame(SOUND), Wire.concat(other.written().toArray(byte[][]::new)));
            }
        }
    }

    @Test
    void a_body_whose_length_was_announced_wrongly_is_not_sent() {
        for (int wrong : new int[] {-1, 1}) {
            BodyCodec<ByteString> liar = new BodyCodec<>() {
                @Override
                public ByteString decode(com.google.protobuf.CodedInputStream body, int length) throws IOException {
                    return BytesBody.INSTANCE.decode(body, length);
                }

                @Override
                public Class<?> encodableType() {
                    return ByteString.class;
                }

                @Override
                public int encodedLength(Object message) {
                    return ((ByteString) message).size() + wrong;
                }

                @Override
                public void encode(Object message, CodedOutputStream body) throws IOException {
                    body.writeRawBytes((ByteString) message);
                }
            };
            Peer peer = filter.onStream(ProtobufCodecFactory.builder(liar).build());
            assertInstanceOf(
                    ProtocolEncoderException.class,
                    peer.write(ByteString.copyFrom(SOUND)).getException());
            assertEquals(List.of(), peer.written());
        }
    }
}
