package io.github.minaprotobuf.client.wire;

import java.time.Duration;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Where a stream of frames is cut into writes, and how long the sender waits after each. */
public final class Cut {

    private final String description;
    private final Function<FrameStream, IntStream> offsets;
    private final Duration pause;

    private Cut(String description, Function<FrameStream, IntStream> offsets, Duration pause) {
        this.description = description;
        this.offsets = offsets;
        this.pause = pause;
    }

    /** The whole stream in one write. */
    public static Cut nowhere() {
        return new Cut("in one write", stream -> IntStream.empty(), Duration.ZERO);
    }

    /** Writes of so many bytes, the last maybe shorter; where frames begin does not matter. */
    public static Cut every(int bytes) {
        return new Cut(
                "cut every " + (bytes == 1 ? "byte" : bytes + " bytes"),
                stream -> IntStream.iterate(bytes, offset -> offset < stream.length(), offset -> offset + bytes),
                Duration.ZERO);
    }

    /** Writes of 1 to {@code longest} bytes, more of them short than long. */
    public static Cut atRandom(Random random, int longest) {
        IntSupplier bytes = randomLengths(random, longest);
        return new Cut(
                "cut at random into writes of 1 to " + longest + " bytes",
                stream -> IntStream.iterate(
                        bytes.getAsInt(), offset -> offset < stream.length(), offset -> offset + bytes.getAsInt()),
                Duration.ZERO);
    }

    /** Lengths of 1 to {@code longest} bytes, more of them short than long. */
    public static IntSupplier randomLengths(Random random, int longest) {
        return () -> 1 + random.nextInt(1 + random.nextInt(longest));
    }

    /** Each header is cut after so many of its bytes, or after the whole header where it is shorter. */
    public static Cut inHeaders(int headerBytes) {
        return new Cut(
                "each header cut after " + headerBytes + " byte" + (headerBytes == 1 ? "" : "s"),
                stream -> stream.offsetsInHeaders(headerBytes),
                Duration.ZERO);
    }

    /** The same writes, with a pause after each, so that the peer reads them one by one. */
    public Cut pausing(Duration pause) {
        return new Cut(description + ", a pause of " + pause.toMillis() + " ms after each", offsets, pause);
    }

    /** The end of each write, the last one at the end of the stream. */
    int[] writeEnds(FrameStream stream) {
        return IntStream.concat(offsets.apply(stream), IntStream.of(stream.length()))
                .distinct()
                .toArray();
    }

    Duration pause() {
        return pause;
    }

    @Override
    public String toString() {
        return description;
    }
}
