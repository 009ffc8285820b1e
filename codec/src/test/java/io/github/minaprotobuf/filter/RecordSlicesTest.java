package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream of TLS records is given to SslFilter in slices")
class RecordSlicesTest {

    private static byte[] records(int count, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            out.writeBytes(new byte[] {23, 3, 3, (byte) (length >> 8), (byte) length});
            out.writeBytes(new byte[length]);
        }
        return out.toByteArray();
    }

    /** The lengths of the slices when the stream comes in reads of so many bytes. */
    private static List<Integer> slices(byte[] stream, int read) {
        RecordSlices slices = new RecordSlices();
        List<Integer> lengths = new ArrayList<>();
        for (int from = 0; from < stream.length; from += read) {
            ByteBuffer buffer = ByteBuffer.wrap(stream, from, Math.min(read, stream.length - from));
            while (buffer.hasRemaining()) {
                int end = slices.endOfNext(buffer);
                lengths.add(end - buffer.position());
                buffer.position(end);
            }
        }
        return lengths;
    }

    @Test
    void of_no_more_than_16_records() {
        assertEquals(List.of(16 * 27, 16 * 27, 8 * 27), slices(records(40, 22), Integer.MAX_VALUE / 2));
        assertEquals(List.of(16 * 5, 4 * 5), slices(records(20, 0), Integer.MAX_VALUE / 2));
    }

    @Test
    void of_no_more_than_16_KiB() {
        assertEquals(
                List.of(16_384, 16_384, 2 * 17_005 - 2 * 16_384), slices(records(2, 17_000), Integer.MAX_VALUE / 2));
    }

    @Test
    void wherever_reads_cut_the_records() {
        byte[] stream = records(40, 22);
        for (int read = 1; read < 2 * 27; read++) {
            int bytes =
                    slices(stream, read).stream().mapToInt(Integer::intValue).sum();
            assertEquals(stream.length, bytes);
        }
        // Ten bytes of a record, then the rest of it and 15 more, then the others.
        assertEquals(List.of(10, 16 * 27 - 10, 16 * 27, 8 * 27), slicesAfter(stream, 10));
        // The header's last byte comes with the next read.
        assertEquals(List.of(4, 16 * 27 - 4, 16 * 27, 8 * 27), slicesAfter(stream, 4));
    }

    @Test
    void and_how_many_records_end_in_each_is_known() {
        RecordSlices slices = new RecordSlices();
        ByteBuffer stream = ByteBuffer.wrap(records(20, 22));
        List<Integer> ended = new ArrayList<>();
        for (int limit : List.of(10, 27, 28, stream.capacity(), stream.capacity())) {
            stream.limit(limit);
            stream.position(slices.endOfNext(stream));
            ended.add(slices.recordsEnded());
        }
        assertEquals(List.of(0, 1, 0, 16, 3), ended);
    }

    private static List<Integer> slicesAfter(byte[] stream, int first) {
        RecordSlices slices = new RecordSlices();
        List<Integer> lengths = new ArrayList<>(List.of(slices.endOfNext(ByteBuffer.wrap(stream, 0, first))));
        for (int at = first; at < stream.length; at += lengths.get(lengths.size() - 1)) {
            lengths.add(slices.endOfNext(ByteBuffer.wrap(stream, at, stream.length - at)) - at);
        }
        return lengths;
    }
}
