package io.github.minaprotobuf.bench.client;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** One frame, over and over: the stream of requests, and that of the replies, from any offset into a frame. */
final class Frames {

    private final byte[] frame;

    Frames(int payloadBytes) {
        byte[] payload = new byte[payloadBytes];
        Arrays.fill(payload, (byte) 'x');
        byte[] body = Echo.newBuilder()
                .setPayload(ByteString.copyFrom(payload))
                .build()
                .toByteArray();
        frame = ByteBuffer.allocate(Integer.BYTES + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(body.length)
                .put(body)
                .array();
    }

    int frameLength() {
        return frame.length;
    }

    /** A piece of the stream that holds {@code bytes} bytes from whatever offset into its first frame. */
    ByteBuffer stream(int bytes) {
        int count = (bytes + frame.length - 1) / frame.length + 1;
        ByteBuffer stream = ByteBuffer.allocateDirect(Math.multiplyExact(count, frame.length));
        while (stream.hasRemaining()) {
            stream.put(frame);
        }
        return stream.flip();
    }
}
