package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;
import static io.github.minaprotobuf.client.check.Case.strict;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.example.Echo;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Section 3: bodies of every length, exact to the byte. */
final class SizeCases {

    private static final int LARGEST_EXPONENT = 20;
    private static final int LARGE = 256 << 10;

    /** For bodies of the largest size there is. */
    private static final Duration FOR_LARGEST = Duration.ofSeconds(30);

    static final Section SECTION = Section.of(
            3,
            "sizes",
            must(
                    "3.1",
                    "body lengths around 127 and 128",
                    "Lengths are exact where a varint grows to two bytes.",
                    trial -> echoLengths(trial, 125, 126, 127, 128, 129, 130)),
            must(
                    "3.2",
                    "body lengths around 16,383 and 16,384",
                    "Lengths are exact where a varint grows to three bytes.",
                    trial -> echoLengths(trial, 16_381, 16_382, 16_383, 16_384, 16_385, 16_386)),
            must(
                    "3.3",
                    "body lengths around each power of two, up to 1 MiB",
                    "Lengths are exact around the sizes that buffers have.",
                    trial -> echoLengths(trial, aroundPowersOfTwo(trial))),
            must(
                    "3.4",
                    "large and small in turn",
                    "A small frame behind a large one is not lost, and not held up until more comes.",
                    SizeCases::largeAndSmall),
            must(
                            "3.5",
                            "a body of exactly the limit",
                            "The limit itself is allowed.",
                            trial -> echoLengths(trial, trial.policy().maxBodyLength(), 5))
                    .takingUpTo(FOR_LARGEST)
                    .holdingLongestBodies(4),
            strict(
                            "3.6",
                            "a body of one byte over the limit",
                            "A frame over the limit is refused: the server closes, or skips it and answers the next.",
                            SizeCases::overTheLimit)
                    .takingUpTo(FOR_LARGEST)
                    .holdingLongestBodies(4)
                    .isDisruptive());

    private SizeCases() {}

    private static void echoLengths(Trial trial, int... lengths) throws CaseFailure {
        trial.echo(Messages.ofBodyLengths(trial.random(), lengths), Cut.nowhere());
    }

    /** From 3 on: no message has a body of one byte. */
    private static int[] aroundPowersOfTwo(Trial trial) {
        return IntStream.rangeClosed(2, LARGEST_EXPONENT)
                .map(exponent -> 1 << exponent)
                .flatMap(power -> IntStream.of(power - 1, power, power + 1))
                .map(trial::atMost)
                .distinct()
                .toArray();
    }

    private static void largeAndSmall(Trial trial) throws CaseFailure {
        int large = trial.atMost(LARGE);
        trial.echo(Messages.ofBodyLengths(trial.random(), large, 2, large, 0, 0, large, 40, large, 5), Cut.nowhere());
    }

    private static void overTheLimit(Trial trial) throws CaseFailure {
        Echo tooLong = Messages.ofBodyLength(trial.random(), trial.policy().maxBodyLength() + 1);
        try (Conversation conversation = trial.connect()) {
            conversation.sendRaw(
                    "a frame over the limit",
                    FrameStream.of(trial.wire(), List.of(tooLong.toByteArray())),
                    Cut.nowhere());
            conversation.expectRefusal(trial.policy().onOversize());
        }
    }
}
