package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.example.Echo;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Section 2: where the stream is cut into writes means nothing. On a busy machine a small write can take milliseconds,
 * since it wakes the server, so no case makes more than about a thousand.
 */
final class ChunkingCases {

    /** Long enough that the server reads what came before it, on any machine that is not stalled. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final int ONE_MIB = 1 << 20;
    private static final int QUARTER_MIB = ONE_MIB / 4;

    /** Primes, so that over many frames a write ends at every place in a frame. */
    private static final int[] ODD_WRITES = {3, 7, 61, 1021, 8191};

    static final Section SECTION = Section.of(
            2,
            "chunking",
            must(
                    "2.1",
                    "one byte per write",
                    "Frames arrive in any number of pieces, down to single bytes.",
                    trial -> trial.echo(
                            Messages.ofBodyLengths(trial.random(), 0, 5, 127, 128, 300, 0, 20), Cut.every(1))),
            must(
                    "2.2",
                    "a pause at every cut of the header",
                    "A header that arrives in two reads is still one header, whatever its width.",
                    ChunkingCases::everyHeaderCut),
            must(
                    "2.3",
                    "1,000 frames in one write",
                    "All frames that arrive in one read are answered, in order.",
                    trial -> trial.echo(Messages.numbered(1_000), Cut.nowhere())),
            must(
                    "2.4",
                    "frames that straddle writes",
                    "A read may hold the end of one frame, whole frames, and the start of another.",
                    ChunkingCases::straddling),
            must(
                    "2.5",
                    "random frames at random cuts",
                    "Any messages, cut anywhere, come back unchanged and in order.",
                    ChunkingCases::randomFrames),
            must(
                    "2.6",
                    "a pause at every cut of the header, bodies up to 2 MiB",
                    "A header of any width is one header: as a varint, these take one byte to four.",
                    ChunkingCases::everyCutOfEveryWidth),
            must(
                            "2.7",
                            "256 KiB in writes of 64 bytes",
                            "A large frame in very many pieces comes back whole.",
                            trial -> trial.echo(
                                    List.of(Messages.ofBodyLength(trial.random(), trial.atMost(QUARTER_MIB))),
                                    Cut.every(64)))
                    .takingUpTo(Duration.ofSeconds(20)));

    private ChunkingCases() {}

    /** As a varint, the header of these bodies takes one, two and three bytes. */
    private static void everyHeaderCut(Trial trial) throws CaseFailure {
        List<Echo> messages = Messages.ofBodyLengths(trial.random(), 0, 5, 127, 128, 300, 16_384, 0, 20);
        for (int headerBytes = 1; headerBytes <= trial.wire().longestHeader(); headerBytes++) {
            trial.echo(messages, Cut.inHeaders(headerBytes).pausing(PAUSE));
        }
    }

    /** A frame at a time, so that the pause is sure to come between the two parts of its header. */
    private static void everyCutOfEveryWidth(Trial trial) throws CaseFailure {
        List<Echo> messages = Messages.ofBodyLengths(
                trial.random(), 100, 300, 20_000, trial.atMost(2 * ONE_MIB), trial.atMost(2 * ONE_MIB - 1), 0);
        for (int headerBytes = 1; headerBytes < trial.wire().longestHeader(); headerBytes++) {
            try (Conversation conversation = trial.connect()) {
                for (Echo message : messages) {
                    conversation.send(
                            List.of(message), Cut.inHeaders(headerBytes).pausing(PAUSE));
                    conversation.expectReplies();
                }
                conversation.expectNothingMore();
            }
        }
    }

    private static void straddling(Trial trial) throws CaseFailure {
        for (int bytes : ODD_WRITES) {
            int[] lengths = trial.random().ints(60, 2, 4 * bytes).toArray();
            trial.echo(Messages.ofBodyLengths(trial.random(), lengths), Cut.every(bytes));
        }
    }

    private static void randomFrames(Trial trial) throws CaseFailure {
        for (int longestWrite : new int[] {300, 3_000, 30_000}) {
            List<Echo> messages = Stream.generate(() -> Messages.random(trial.random()))
                    .limit(80)
                    .toList();
            trial.echo(messages, Cut.atRandom(trial.random(), longestWrite));
        }
    }
}
