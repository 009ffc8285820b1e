package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.minaprotobuf.codec.test.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A body is copied once on its way into a message")
class BodyReaderTest {

    private static final Sample SAMPLE = Samples.ofBodyLength(1_000);
    private static final int PAYLOAD = SAMPLE.getPayload().size();
    private static final byte[] FRAME = Wire.LE32.frame(SAMPLE);

    private final Peer peer = Peer.onStream(ProtobufCodecFactory.of(Sample.getDefaultInstance()));

    /** The length of the array that the received payload lives in. */
    private int arrayOfPayload() throws IOException {
        assertEquals(1, peer.events().size());
        Sample received = assertInstanceOf(Sample.class, peer.events().get(0));
        assertEquals(SAMPLE, received);
        ArrayLength length = new ArrayLength();
        UnsafeByteOperations.unsafeWriteTo(received.getPayload(), length);
        return length.ofArray;
    }

    @Test
    void out_of_a_read_buffer_on_the_heap_each_field_by_itself() throws IOException {
        peer.send(BufferKind.HEAP, FRAME);
        assertEquals(PAYLOAD, arrayOfPayload());
    }

    @Test
    void out_of_a_read_buffer_off_the_heap_as_a_whole_where_its_fields_stay() throws IOException {
        peer.send(BufferKind.DIRECT, FRAME);
        assertEquals(1_000, arrayOfPayload());
    }

    @Test
    void out_of_many_reads_as_a_whole_where_its_fields_stay() throws IOException {
        peer.send(Arrays.copyOf(FRAME, 500)).send(Arrays.copyOfRange(FRAME, 500, FRAME.length));
        assertEquals(1_000, arrayOfPayload());
    }

    @Test
    void a_field_copied_out_of_a_gathered_body_leaves_the_rest_behind() throws IOException {
        peer.send(Arrays.copyOf(FRAME, 500)).send(Arrays.copyOfRange(FRAME, 500, FRAME.length));
        ByteString payload = ((Sample) peer.events().get(0)).getPayload();
        ArrayLength length = new ArrayLength();
        UnsafeByteOperations.unsafeWriteTo(ByteString.copyFrom(payload.asReadOnlyByteBuffer()), length);
        assertEquals(PAYLOAD, length.ofArray);
    }

    private static final class ArrayLength extends ByteOutput {
        private int ofArray;

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            ofArray = value.length;
        }

        @Override
        public void write(byte value) {
            throw new AssertionError("a single byte");
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            throw new AssertionError("an array to be copied");
        }

        @Override
        public void write(ByteBuffer value) {
            throw new AssertionError("a buffer to be copied");
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            throw new AssertionError("a buffer");
        }
    }
}
