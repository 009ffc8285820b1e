package io.github.minaprotobuf.client.check;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Sends frames with bytes changed at random, each lot on a new connection, while another connection has to echo. */
final class MutationFuzz {

    private static final int ROUNDS = 200;
    private static final int ROUNDS_PER_ECHO = 10;
    private static final int MOST_MUTATIONS = 4;

    private MutationFuzz() {}

    static void run(Trial trial) throws CaseFailure {
        try (Conversation witness = trial.connect()) {
            for (int round = 1; round <= ROUNDS; round++) {
                sendMutated(trial);
                if (round % ROUNDS_PER_ECHO == 0) {
                    witness.send(Messages.numbered(1), Cut.nowhere());
                    witness.expectReplies();
                }
            }
            witness.expectNothingMore();
        }
    }

    private static void sendMutated(Trial trial) throws CaseFailure {
        Random random = trial.random();
        List<byte[]> bodies = Stream.generate(() -> Messages.random(random).toByteArray())
                .limit(3)
                .toList();
        byte[] bytes = mutated(random, FrameStream.of(trial.wire(), bodies).bytes());
        try (Conversation conversation = trial.connect()) {
            conversation.sendRaw("frames with bytes changed", FrameStream.raw(bytes), Cut.nowhere());
            conversation.halfClose();
            conversation.ignoreReplies();
        }
    }

    private static byte[] mutated(Random random, byte[] bytes) {
        byte[] mutated = bytes;
        for (int i = random.nextInt(MOST_MUTATIONS); i >= 0; i--) {
            // Half of them near the start, where the first header is.
            int at = random.nextInt(random.nextBoolean() ? Math.min(8, mutated.length) : mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutated = Arrays.copyOf(mutated, at + 1);
                default -> System.arraycopy(mutated, at, mutated, 0, mutated.length - at);
            }
        }
        return mutated;
    }
}
