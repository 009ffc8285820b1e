package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.wire.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether bytes are frames of a format, and if not, why not.
 *
 * @param format as on the command line
 * @param frames whole ones, whose bodies can all be protobuf
 * @param empty those among them with no body: a longer prefix of small numbers reads as empty frames of a shorter one
 * @param whyNot empty when the bytes fit
 */
public record Guess(String format, int frames, int empty, Optional<String> whyNot) {

    private static final int LONGEST_BODY = 64 << 20;

    /** The usual ones first: of two that fit as well, the first is meant. */
    private static final List<Wire> FORMATS = Stream.of(
                    "le32",
                    "be32",
                    "varint32",
                    "grpc",
                    "length:2be",
                    "length:2le",
                    "type:2be length:4be",
                    "length:4be type:1be adjust:-1",
                    "length:4le type:1le adjust:-1",
                    "const:00 length:varint type:varint")
            .map(Wire::parse)
            .toList();

    /** The formats that are known. */
    public static List<Wire> formats() {
        return FORMATS;
    }

    /** The formats that are known, those that fit first, the one with fewest empty frames before the others. */
    public static List<Guess> of(byte[] bytes) {
        return FORMATS.stream()
                .map(format -> of(format, bytes))
                .sorted(Comparator.comparing((Guess guess) -> guess.whyNot.isPresent())
                        .thenComparing(Guess::empty))
                .toList();
    }

    private static Guess of(Wire format, byte[] bytes) {
        List<Frame> frames = new ArrayList<>();
        FrameScanner scanner = new FrameScanner(format, LONGEST_BODY, frames::add);
        scanner.add(bytes, bytes.length);
        int empty =
                (int) frames.stream().filter(frame -> frame.bodyLength() == 0).count();
        return new Guess(format.toString(), frames.size(), empty, whyNot(frames, scanner, bytes.length));
    }

    private static Optional<String> whyNot(List<Frame> frames, FrameScanner scanner, int length) {
        for (Frame frame : frames) {
            if (frame.wrong() != null) {
                return Optional.of("at offset " + frame.offset() + ": " + frame.wrong());
            }
            if (!frame.isWhole() || frame.offset() + frame.header().length + frame.bodyLength() > length) {
                return Optional.of("at offset " + frame.offset() + ": a body of " + frame.bodyLength()
                        + " bytes, of which " + (length - frame.offset() - frame.header().length) + " are there");
            }
            if (!BodyText.isProtobuf(frame.body())) {
                return Optional.of("at offset " + frame.offset() + ": a body of " + frame.bodyLength()
                        + " bytes that is no protobuf");
            }
        }
        return frames.isEmpty() || !scanner.isAtBoundary()
                ? Optional.of("at offset " + scanner.offset() + ": a frame that is longer than the " + scanner.left()
                        + " bytes that are left")
                : Optional.empty();
    }
}
