package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Random;

/**
 * One connection's messages, made beforehand and sent in turn. No two that can be under way at once are equal, nor
 * those of two connections, so a reply out of order or on the wrong connection is a wrong reply. Small ones are also
 * encoded beforehand: the server is to be measured, not this.
 */
final class Messages {

    private static final int FEWEST = 128;
    private static final int SMALL = 4 << 10;

    private final Echo[] all;
    private final ByteString[] bodies;
    private final byte[][] frames;

    /** @param block bytes that the payloads share, as many as the largest has */
    Messages(int connection, Plan plan, ByteString block) {
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
                frames[i] = frame(plan.target().wire(), bodies[i]);
            }
        }
    }

    /** Random bytes, which nothing on the way can compress. */
    static ByteString block(Sizes sizes) {
        byte[] bytes = new byte[sizes.largest()];
        new Random(0).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /** The frame of a small message; none of a large one. */
    Optional<byte[]> frame(long sequence) {
        return Optional.ofNullable(frames[index(sequence)]);
    }

    ByteString body(long sequence) {
        ByteString body = bodies[index(sequence)];
        return body == null ? all[index(sequence)].toByteString() : body;
    }

    /** The same bytes, or at least the same message: a server may order fields in its own way. */
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

    private static byte[] frame(Wire wire, ByteString body) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(wire.header(body.size()));
        frame.writeBytes(body.toByteArray());
        return frame.toByteArray();
    }
}
