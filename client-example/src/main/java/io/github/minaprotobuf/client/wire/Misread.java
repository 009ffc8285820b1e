package io.github.minaprotobuf.client.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What bytes begin like that are no frames: another protocol's, on a port that was taken for this one's. */
public final class Misread {

    private static final int SHOWN = 40;
    private static final int SHORTEST_TEXT = 8;
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR = 3;
    private static final String METHODS = "(?s)(GET|POST|PUT|HEAD|OPTIONS|PRI|CONNECT|DELETE|PATCH) .*";

    private Misread() {}

    /** TLS, HTTP or text, with its first line; empty when the bytes may as well be frames. */
    public static Optional<String> of(byte[] bytes) {
        if (bytes.length >= 3 && bytes[1] == TLS_MAJOR && (bytes[0] == TLS_HANDSHAKE || bytes[0] == TLS_ALERT)) {
            return Optional.of(bytes[0] == TLS_ALERT ? "TLS: an alert" : "TLS: a handshake record");
        }
        String head = new String(bytes, 0, Math.min(bytes.length, SHOWN), StandardCharsets.ISO_8859_1);
        if (head.startsWith("HTTP/") || head.matches(METHODS)) {
            return Optional.of("HTTP: " + firstLine(head));
        }
        return head.length() >= SHORTEST_TEXT && head.chars().allMatch(Misread::isText)
                ? Optional.of("text: " + firstLine(head))
                : Optional.empty();
    }

    private static boolean isText(int letter) {
        return isPrintable(letter) || letter == '\r' || letter == '\n' || letter == '\t';
    }

    private static boolean isPrintable(int letter) {
        return letter >= ' ' && letter < 0x7F;
    }

    /** Nothing that a peer chose reaches a terminal as it is. */
    private static String firstLine(String head) {
        StringBuilder line = new StringBuilder("'");
        head.chars()
                .takeWhile(letter -> letter != '\r' && letter != '\n')
                .forEach(letter -> line.append(isPrintable(letter) ? (char) letter : '.'));
        return line.append('\'').toString();
    }
}
