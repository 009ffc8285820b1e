package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import java.util.Random;

/**
 * One connection's messages, made beforehand and sent in turn. No two that can be under way at once are equal, nor
 * those of two connections, so a reply out of order or on the wrong connection is a wrong reply.
 */
final class Messages {

    private static final int FEWEST = 128;

    private final Echo[] all;
    private int next;

    /** @param block bytes that the payloads share, as many as the largest has */
    Messages(int connection, int pipeline, Sizes sizes, ByteString block) {
        Random random = new Random(connection);
        all = new Echo[Math.max(FEWEST, pipeline + 1)];
        for (int i = 0; i < all.length; i++) {
            all[i] = Echo.newBuilder()
                    .setId((long) connection * all.length + i + 1)
                    .setPayload(block.substring(0, sizes.next(random)))
                    .build();
        }
    }

    /** Random bytes, which nothing on the way can compress. */
    static ByteString block(Sizes sizes) {
        byte[] bytes = new byte[sizes.largest()];
        new Random(0).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    Echo next() {
        Echo message = all[next];
        next = (next + 1) % all.length;
        return message;
    }
}
