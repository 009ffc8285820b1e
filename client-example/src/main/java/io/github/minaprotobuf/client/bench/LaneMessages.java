package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.codec.TypedBytes;
import io.github.minaprotobuf.example.Echo;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One connection's messages, made before the run and sent in turn. Two messages that can be under way at the same time
 * are never equal, and two connections share no message: so a reply that is out of order, or on the wrong connection,
 * is told from the right one. Small messages are encoded before the run too, to keep that work out of the measurement.
 */
final class LaneMessages {

    private static final int FEWEST = 128;
    private static final int SMALL = 4 << 10;

    private final Echo[] all;
    private final ByteString[] bodies;
    private final byte[][] frames;
    private final Wire wire;

    /** @param block random bytes, as many as the largest payload has; each payload is its beginning */
    LaneMessages(int connection, Plan plan, ByteString block) {
        wire = plan.target().wire();
        Random random = new Random(connection);
        int count = Math.max(FEWEST, plan.pipeline() + 1);
        all = new Echo[count];
        bodies = new ByteString[count];
        frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            all[i] = Echo.newBuilder()
                    .setId((long) connection * count + i + 1)
                    .setPayload(block.substring(0, plan.payload().next(random)))
                    .build();
            if (all[i].getSerializedSize() <= SMALL) {
                bodies[i] = all[i].toByteString();
                frames[i] =
                        FrameStream.of(wire, List.of(bodies[i].toByteArray())).bytes();
            }
        }
    }

    /** Random bytes, which nothing on the way can compress. */
    static ByteString block(PayloadSizes sizes) {
        byte[] bytes = new byte[sizes.largest()];
        new Random(0).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /** The frame of that message if it is small; empty if it is large, and has to be encoded for each request. */
    Optional<byte[]> frame(long sequence) {
        return Optional.ofNullable(frames[index(sequence)]);
    }

    /** What the codec is to write for a large one. */
    Object written(long sequence) {
        return wire.hasType() ? TypedBytes.of((int) wire.type(), body(sequence)) : body(sequence);
    }

    private ByteString body(long sequence) {
        ByteString body = bodies[index(sequence)];
        return body == null ? all[index(sequence)].toByteString() : body;
    }

    /** Whether the reply is that message. Its bytes may differ: a server may write the fields in another order. */
    boolean isEchoedBy(long sequence, ByteString reply) {
        return body(sequence).equals(reply) || isParsedFrom(reply, all[index(sequence)]);
    }

    private int index(long sequence) {
        return (int) (sequence % all.length);
    }

    private static boolean isParsedFrom(ByteString reply, Echo message) {
        try {
            return Echo.parseFrom(reply).equals(message);
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
