package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import io.github.minaprotobuf.client.wire.Cut;
import java.util.stream.IntStream;

/** Section 3: bodies of every length, exact to the byte. */
final class SizeCases {

    private static final int LARGEST_EXPONENT = 20;

    static final Section SECTION = Section.of(3, "sizes",
            must("3.1", "body lengths around 127 and 128",
                    "Lengths are exact where a varint grows to two bytes.",
                    trial -> echoLengths(trial, 125, 126, 127, 128, 129, 130)),
            must("3.2", "body lengths around 16,383 and 16,384",
                    "Lengths are exact where a varint grows to three bytes.",
                    trial -> echoLengths(trial, 16_381, 16_382, 16_383, 16_384, 16_385, 16_386)),
            must("3.3", "body lengths around each power of two, up to 1 MiB",
                    "Lengths are exact around the sizes that buffers have.",
                    trial -> echoLengths(trial, aroundPowersOfTwo())));

    private SizeCases() {}

    private static void echoLengths(Trial trial, int... lengths) throws CaseFailure {
        trial.echo(Messages.ofBodyLengths(trial.random(), lengths), Cut.nowhere());
    }

    /** From 3 on: no message has a body of one byte. */
    private static int[] aroundPowersOfTwo() {
        return IntStream.rangeClosed(2, LARGEST_EXPONENT)
                .map(exponent -> 1 << exponent)
                .flatMap(power -> IntStream.of(power - 1, power, power + 1))
                .toArray();
    }
}
