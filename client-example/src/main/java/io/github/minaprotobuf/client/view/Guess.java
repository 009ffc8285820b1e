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
 * @param explained bytes that are whole frames, up to where the first is none
 * @param whyNot empty when the bytes fit
 */
public record Guess(String format, String knownFrom, int frames, int empty, long explained, Optional<String> whyNot) {

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
     * that explain most bytes before they fail.
     *
     * @param streams what each side of each connection sent; none of them empty
     */
    public static List<Guess> of(List<byte[]> streams) {
        return FORMATS.stream()
                .map(known -> of(known, streams))
                .sorted(Comparator.comparing((Guess guess) -> guess.whyNot.isPresent())
                        .thenComparing(guess -> guess.whyNot.isPresent() ? -guess.explained : guess.empty))
                .toList();
    }

    /** Where streams are no frames, and why. */
    private record Failure(long offset, String why) {}

    private static Guess of(Known known, List<byte[]> streams) {
        int whole = 0;
        int empty = 0;
        long explained = 0;
        for (int i = 0; i < streams.size(); i++) {
            byte[] bytes = streams.get(i);
            List<Frame> frames = new ArrayList<>();
            FrameScanner scanner = new FrameScanner(known.format, bytes.length, frames::add);
            scanner.add(bytes, bytes.length);
            Optional<Failure> failure = failure(frames, scanner, bytes.length);
            whole += frames.size();
            empty += (int)
                    frames.stream().filter(frame -> frame.bodyLength() == 0).count();
            if (failure.isPresent()) {
                String where = streams.size() == 1 ? "" : "in stream " + (i + 1) + " of " + streams.size() + ", ";
                String whyNot = where + "at offset " + failure.get().offset + ": " + failure.get().why;
                return new Guess(
                        known.format.toString(),
                        known.from,
                        whole,
                        empty,
                        explained + failure.get().offset,
                        Optional.of(whyNot));
            }
            explained += bytes.length;
        }
        return new Guess(known.format.toString(), known.from, whole, empty, explained, Optional.empty());
    }

    private static Optional<Failure> failure(List<Frame> frames, FrameScanner scanner, int length) {
        for (Frame frame : frames) {
            if (frame.wrong() != null) {
                return Optional.of(new Failure(frame.offset(), frame.wrong()));
            }
            long left = length - frame.offset() - frame.header().length;
            String body = "a body of " + frame.bodyLength() + " bytes";
            if (!frame.isWhole() || frame.bodyLength() > left) {
                return Optional.of(new Failure(frame.offset(), body + ", of which " + left + " are there"));
            }
            if (!RawFields.isMessage(frame.body())) {
                return Optional.of(new Failure(frame.offset(), body + " that is no protobuf"));
            }
        }
        return frames.isEmpty() || !scanner.isAtBoundary()
                ? Optional.of(new Failure(
                        scanner.offset(), "a frame that is longer than the " + scanner.left() + " bytes that are left"))
                : Optional.empty();
    }
}
