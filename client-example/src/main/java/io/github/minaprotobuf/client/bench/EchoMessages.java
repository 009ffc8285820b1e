package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.util.Optional;
import java.util.Random;

/**
 * Messages made before the run and sent in turn. Two messages that can be under way at the same time are never equal, and
 * two connections share no message: so a reply that is out of order, or on the wrong connection, is told from the right
 * one. Small messages are encoded before the run too, to keep that work out of the measurement.
 */
final class EchoMessages implements LaneMessages {

    private static final int FEWEST = 128;
    private static final int SMALL = 4 << 10;

    private final Wire wire;
    private final Echo[] all;
    private final ByteString[] bodies;
    private final byte[][] frames;

    /** @param block random bytes, as many as the largest payload has; each payload is its beginning */
    EchoMessages(int connection, Plan plan, ByteString block) {
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
                frames[i] = LaneMessages.frame(wire, bodies[i]);
            }
        }
    }

    /** Random bytes, which nothing on the way can compress. */
    static ByteString block(PayloadSizes sizes) {
        byte[] bytes = new byte[sizes.largest()];
        new Random(0).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    @Override
    public Optional<byte[]> frame(long sequence) {
        return Optional.ofNullable(frames[index(sequence)]);
    }

    @Override
    public Object message(long sequence) {
        return LaneMessages.message(wire, body(sequence));
    }

    /** Its bytes may differ: a server may write the fields in another order. */
    @Override
    public boolean isAnsweredBy(long sequence, ByteString reply) {
        return body(sequence).equals(reply) || isParsedFrom(reply, all[index(sequence)]);
    }

    private ByteString body(long sequence) {
        ByteString body = bodies[index(sequence)];
        return body == null ? all[index(sequence)].toByteString() : body;
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
