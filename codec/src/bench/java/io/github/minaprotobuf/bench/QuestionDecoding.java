package io.github.minaprotobuf.bench;

import com.google.protobuf.Parser;
import io.github.minaprotobuf.codec.test.Sample;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The question's own {@code feed}, byte by byte into growing arrays, statement by statement. As in the original, an
 * empty message never comes out.
 */
final class QuestionDecoding implements Runnable {

    private final ByteBuffer[] chunks;
    private final Consumer<Object> sink;
    private final Parser<Sample> parser = Sample.parser();

    private boolean isReadingLength = true;
    private Vec lenBuffer = new Vec();
    private int msgLen;
    private Vec msgBuffer = new Vec();

    QuestionDecoding(List<ByteBuffer> chunks, Consumer<Object> sink) {
        this.chunks = chunks.toArray(ByteBuffer[]::new);
        this.sink = sink;
    }

    @Override
    public void run() {
        for (ByteBuffer chunk : chunks) {
            for (Vec message : feed(chunk.rewind())) {
                sink.accept(Parsing.parse(parser, message.bytes, 0, message.length));
            }
        }
    }

    private List<Vec> feed(ByteBuffer buf) {
        List<Vec> result = new ArrayList<>();
        while (buf.hasRemaining()) {
            byte next = buf.get();
            if (isReadingLength) {
                lenBuffer.push(next);
                if (lenBuffer.length == Integer.BYTES) {
                    msgLen = ByteBuffer.wrap(lenBuffer.bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt();
                    lenBuffer = new Vec();
                    isReadingLength = false;
                }
            } else {
                msgBuffer.push(next);
                if (msgBuffer.length == msgLen) {
                    result.add(msgBuffer);
                    msgBuffer = new Vec();
                    isReadingLength = true;
                }
            }
        }
        return result;
    }

    /** As Rust's: nothing is allocated before the first byte, then 8 bytes, then twice as many each time. */
    private static final class Vec {
        private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

        private byte[] bytes = {};
        private int length;

        void push(byte next) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_ARRAY, Math.max(8, 2L * length)));
            }
            bytes[length++] = next;
        }
    }
}
