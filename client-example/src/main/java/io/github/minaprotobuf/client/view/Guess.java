package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.wire.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether streams of bytes are frames of a format, and if not, why not.
 *
 * @param format as on the command line
 * @param knownFrom a protocol that has it; empty for the four with a name
 * @param frames whole ones, whose bodies can all be protobuf
 * @param empty those among them with no body: a longer prefix of small numbers reads as empty frames of a shorter one
 * @param whyNot empty when the bytes fit
 */
public record Guess(String format, String knownFrom, int frames, int empty, Optional<String> whyNot) {

    private static final int LONGEST_BODY = 64 << 20;

    /** A format, and a protocol that has it. */
    private record Known(Wire format, String from) {

        static Known of(String format, String from) {
            return new Known(Wire.parse(format), from);
        }
    }

    /** The usual ones first: of two that fit as well, the first is meant. */
    private static final List<Known> FORMATS = List.of(
            Known.of("le32", ""),
            Known.of("be32", ""),
            Known.of("varint32", ""),
            Known.of("grpc", ""),
            Known.of("length:2be", ""),
            Known.of("length:2le", ""),
            Known.of("type:2be length:4be", "Mumble"),
            Known.of("length:4be type:1be adjust:-1", "Riak"),
            Known.of("length:4le type:1le adjust:-1", "MySQL X"),
            Known.of("length:4le const:56543031 type:4le adjust:-4", "Steam"),
            Known.of("const:00 length:varint type:varint", "ESPHome"));

    /** The formats that are known. */
    public static List<Wire> formats() {
        return FORMATS.stream().map(Known::format).toList();
    }

    /**
     * The formats that are known. Those that fit come first, the one with fewest empty frames before the others; then those
     * that explain most frames before they fail.
     *
     * @param streams what each side of each connection sent; none of them empty
     */
    public static List<Guess> of(List<byte[]> streams) {
        return FORMATS.stream()
                .map(known -> of(known, streams))
                .sorted(Comparator.comparing((Guess guess) -> guess.whyNot.isPresent())
                        .thenComparing(guess -> guess.whyNot.isPresent() ? guess.empty - guess.frames : guess.empty))
                .toList();
    }

    private static Guess of(Known known, List<byte[]> streams) {
        int whole = 0;
        int empty = 0;
        for (int i = 0; i < streams.size(); i++) {
            byte[] bytes = streams.get(i);
            List<Frame> frames = new ArrayList<>();
            FrameScanner scanner = new FrameScanner(known.format, LONGEST_BODY, frames::add);
            scanner.add(bytes, bytes.length);
            Optional<String> whyNot = whyNot(frames, scanner, bytes.length);
            whole += frames.size();
            empty += (int)
                    frames.stream().filter(frame -> frame.bodyLength() == 0).count();
            if (whyNot.isPresent()) {
                String where = streams.size() == 1 ? "" : "in stream " + (i + 1) + " of " + streams.size() + ", ";
                return new Guess(known.format.toString(), known.from, whole, empty, Optional.of(where + whyNot.get()));
            }
        }
        return new Guess(known.format.toString(), known.from, whole, empty, Optional.empty());
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
            if (!RawFields.isMessage(frame.body())) {
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
