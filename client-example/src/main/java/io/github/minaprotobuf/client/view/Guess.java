package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
    private static final List<String> FORMATS = List.of(
            "le32",
            "be32",
            "varint32",
            "grpc",
            "length:2be",
            "length:2le",
            "type:2be length:4be",
            "length:4be type:1be adjust:-1",
            "length:4le type:1le adjust:-1",
            "const:00 length:varint type:varint");

    /** The formats that are known, those that fit first, the one with fewest empty frames before the others. */
    public static List<Guess> of(byte[] bytes) {
        return FORMATS.stream()
                .map(format -> of(format, bytes))
                .sorted(Comparator.comparing((Guess guess) -> guess.whyNot.isPresent())
                        .thenComparing(Guess::empty))
                .toList();
    }

    /** Something else than frames that bytes begin like: TLS, HTTP, text. */
    public static Optional<String> somethingElse(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == 0x16 && bytes[1] == 3) {
            return Optional.of("TLS: a handshake record");
        }
        String head = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
        if (head.startsWith("HTTP/") || head.matches("(?s)(GET|POST|PUT|HEAD|OPTIONS|PRI|CONNECT|DELETE) .*")) {
            return Optional.of("HTTP: '" + head.lines().findFirst().orElse("") + "'");
        }
        return head.length() >= 8 && head.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\n' || c == '\r')
                ? Optional.of("text: '" + head.lines().findFirst().orElse("") + "'")
                : Optional.empty();
    }

    private static Guess of(String format, byte[] bytes) {
        List<Frame> frames = new ArrayList<>();
        FrameScanner scanner = new FrameScanner(Wire.parse(format), LONGEST_BODY, frames::add);
        scanner.add(bytes, bytes.length);
        int empty =
                (int) frames.stream().filter(frame -> frame.bodyLength() == 0).count();
        return new Guess(format, frames.size(), empty, whyNot(frames, scanner, bytes.length));
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
