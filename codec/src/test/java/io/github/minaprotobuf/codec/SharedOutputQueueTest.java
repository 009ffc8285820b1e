package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.filter.codec.ProtocolCodecSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@DisplayName("Nobody else's messages come out of a session, though MINA's filter has one output queue for each thread")
class SharedOutputQueueTest {

    @Parameter
    private CodecFilter filter;

    private static ProtobufCodecFactory samples() {
        return ProtobufCodecFactory.of(Sample.getDefaultInstance());
    }

    @Test
    void a_handler_may_feed_another_session_in_the_same_thread() {
        Peer backend = filter.onStream(samples());
        Peer front = filter.onStream(samples())
                .reactingBy((session, message) -> backend.send(Wire.LE32.frame(Samples.EMPTY)));
        front.send(Wire.LE32.frames(List.of(Samples.ONE, Samples.TWO, Samples.ONE)));
        assertEquals(List.of(Samples.ONE, Samples.TWO, Samples.ONE), front.events());
        assertEquals(List.of(Samples.EMPTY, Samples.EMPTY, Samples.EMPTY), backend.events());
    }

    /** Frames within frames: the outer bodies are cut anywhere by the sender, and are a stream of their own. */
    @Test
    void two_codecs_in_one_chain_do_not_mix() {
        ProtobufCodecFactory tunnel = ProtobufCodecFactory.builder(new BufferBody())
                .frameFormat(FrameFormat.varint32())
                .build();
        byte[] inner = Wire.LE32.frames(Samples.MIXED);
        Cuts.forEach(inner, innerChunks -> {
            byte[] outer =
                    Wire.concat(innerChunks.stream().map(Wire.VARINT32::frame).toArray(byte[][]::new));
            Peer peer = filter.onStream(samples());
            peer.session().getFilterChain().addBefore("codec", "tunnel", filter.of(tunnel));
            Cuts.at(outer, outer.length / 3, outer.length / 2).forEach(peer::send);
            assertEquals(Samples.MIXED, peer.events());
        });
    }

    @Test
    void a_caller_with_an_output_of_its_own_gets_all_messages_from_one_call() throws Exception {
        ProtocolCodecSession session = new ProtocolCodecSession();
        ProtobufDecoder decoder = samples().getDecoder(session);
        IoBuffer in = IoBuffer.wrap(Wire.LE32.frames(Samples.MIXED));
        decoder.decode(session, in, session.getDecoderOutput());
        assertEquals(0, in.remaining());
        assertEquals(Samples.MIXED, new ArrayList<>(session.getDecoderOutputQueue()));
    }

    private static final class BufferBody implements BodyCodec<IoBuffer> {
        @Override
        public IoBuffer decode(CodedInputStream body, int length) throws IOException {
            return IoBuffer.wrap(body.readRawBytes(length));
        }

        @Override
        public Class<?> encodableType() {
            return ByteString.class;
        }
    }
}
