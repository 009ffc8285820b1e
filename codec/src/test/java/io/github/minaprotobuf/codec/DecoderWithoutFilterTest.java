package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.AbstractProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Outside of MINA's filter, with an output of one's own, a call decodes all that is there")
class DecoderWithoutFilterTest {

    private final ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
            .transportMetadataFragmentation(false)
            .build();
    private final ProtocolDecoder decoder = factory.getDecoder(null);
    private final DummySession session = new DummySession();
    private final List<Object> messages = new ArrayList<>();
    private final ProtocolDecoderOutput out = new ProtocolDecoderOutput() {
        @Override
        public void write(Object message) {
            messages.add(message);
        }

        @Override
        public void flush(NextFilter nextFilter, IoSession session) {
            throw new AssertionError("messages leave in write");
        }
    };

    private void decode(byte... chunk) throws Exception {
        IoBuffer in = IoBuffer.wrap(chunk);
        decoder.decode(session, in, out);
        assertFalse(in.hasRemaining());
    }

    @Test
    void all_frames_of_a_chunk_in_every_cut() {
        Cuts.forEach(Wire.LE32.frames(Samples.MIXED), chunks -> {
            messages.clear();
            for (byte[] chunk : chunks) {
                try {
                    decode(chunk);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            assertEquals(Samples.MIXED, messages);
        });
    }

    @Test
    void each_is_counted() throws Exception {
        decode(Wire.LE32.frames(List.of(Samples.ofBodyLength(100), Samples.ofBodyLength(20), Samples.EMPTY)));
        assertEquals(3, factory.statistics().framesDecoded());
        assertEquals(120, factory.statistics().bytesDecoded());
    }

    @Test
    void those_before_a_malformed_one_come_out_and_those_behind_it_at_the_next_call() throws Exception {
        IoBuffer in = IoBuffer.wrap(Wire.concat(
                Wire.LE32.frame(Samples.ONE), Wire.LE32.frame(new byte[] {0}), Wire.LE32.frame(Samples.TWO)));
        assertThrows(MalformedMessageException.class, () -> decoder.decode(session, in, out));
        assertEquals(List.of(Samples.ONE), messages);
        assertEquals(1, factory.statistics().framesDecoded());
        decoder.decode(session, in, out);
        assertEquals(List.of(Samples.ONE, Samples.TWO), messages);
        assertEquals(2, factory.statistics().framesDecoded());
        assertEquals(1, factory.statistics().framesRejected());
    }

    @Test
    void as_a_cumulative_decoder_it_does_the_same_and_wants_no_second_call() throws Exception {
        IoBuffer in = IoBuffer.wrap(Wire.LE32.frames(List.of(Samples.ONE, Samples.TWO)));
        assertFalse(factory.getDecoder(null).doDecode(session, in, out));
        assertEquals(List.of(Samples.ONE, Samples.TWO), messages);
    }

    @Test
    void as_a_cumulative_decoder_with_minas_queue_it_wants_a_call_for_each_message() throws Exception {
        Queue<Object> queue = new ArrayDeque<>();
        AbstractProtocolDecoderOutput minas = new AbstractProtocolDecoderOutput() {
            @Override
            public void write(Object message) {
                queue.add(message);
            }

            @Override
            public void flush(NextFilter nextFilter, IoSession session) {
                throw new AssertionError("the filter flushes");
            }
        };
        IoBuffer in = IoBuffer.wrap(Wire.LE32.frames(List.of(Samples.ONE, Samples.TWO)));
        assertTrue(factory.getDecoder(null).doDecode(session, in, minas));
        assertEquals(List.of(Samples.ONE), List.copyOf(queue));
        assertFalse(factory.getDecoder(null).doDecode(session, in, minas));
        assertEquals(List.of(Samples.ONE, Samples.TWO), List.copyOf(queue));
    }
}
