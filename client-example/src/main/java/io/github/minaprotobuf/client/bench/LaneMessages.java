package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.codec.TypedBytes;
import java.util.List;
import java.util.Optional;

/** One connection's messages, and what is a right reply to each. */
interface LaneMessages {

    /** The frame of that message if it was made before the run; empty if it has to be encoded for each request. */
    Optional<byte[]> frame(long sequence);

    /** What the codec is to encode otherwise. */
    Object message(long sequence);

    /** Whether the reply is the one to that message. */
    boolean isAnsweredBy(long sequence, ByteString reply);

    /** The same request again and again, to a server of which nothing is known: any reply is a right one. */
    static LaneMessages always(Wire wire, ByteString body) {
        byte[] frame = frame(wire, body);
        return new LaneMessages() {
            @Override
            public Optional<byte[]> frame(long sequence) {
                return Optional.of(frame);
            }

            @Override
            public Object message(long sequence) {
                return LaneMessages.message(wire, body);
            }

            @Override
            public boolean isAnsweredBy(long sequence, ByteString reply) {
                return true;
            }
        };
    }

    /** The client's own frame. */
    static byte[] frame(Wire wire, ByteString body) {
        return FrameStream.of(wire, List.of(body.toByteArray())).bytes();
    }

    /** What the codec makes the same frame of. */
    static Object message(Wire wire, ByteString body) {
        return wire.hasType() ? TypedBytes.of((int) wire.type(), body) : body;
    }
}
