package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Why a header may declare too long a body: the two sides disagree on the format, or on the protocol. */
final class Misreading {

    /** Shorter ones are text by chance. */
    private static final int SHORTEST_TEXT = 4;

    private static final int LONGEST_TEXT = 16;
    private static final byte TLS_ALERT = 0x15;
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR = 3;
    private static final byte TLS_LAST_MINOR = 4;

    private Misreading() {}

    /** {@return a question to ask the peer's author, with {@code "; "} before it; empty where there is none to ask} */
    static String hint(Header header, long bodyLength, int maxBodyLength, ByteBuffer in, int start, int headerLength) {
        if (isTls(in, start, headerLength)) {
            return "; a TLS record begins like this header: does the peer speak TLS?";
        }
        if (isText(in, start, headerLength)) {
            return "; this header is the text '" + text(in, start, headerLength)
                    + "': does the peer speak another protocol?";
        }
        long other = header.bodyLengthInOtherOrder(bodyLength);
        return other >= 0 && other <= maxBodyLength
                ? "; read the other way round, these bytes say " + other
                        + ": does the peer write the lowest byte first," + " and this side the highest, or the reverse?"
                : "";
    }

    private static boolean isTls(ByteBuffer in, int start, int headerLength) {
        return headerLength > 2
                && (in.get(start) == TLS_HANDSHAKE || in.get(start) == TLS_ALERT)
                && in.get(start + 1) == TLS_MAJOR
                && in.get(start + 2) >= 0
                && in.get(start + 2) <= TLS_LAST_MINOR;
    }

    private static boolean isText(ByteBuffer in, int start, int headerLength) {
        for (int i = 0; i < headerLength; i++) {
            if (in.get(start + i) < ' ' || in.get(start + i) > '~') {
                return false;
            }
        }
        return headerLength >= SHORTEST_TEXT;
    }

    /** Visible letters of ASCII, which need no escape. */
    private static String text(ByteBuffer in, int start, int headerLength) {
        byte[] text = new byte[Math.min(LONGEST_TEXT, headerLength)];
        in.get(start, text);
        return new String(text, StandardCharsets.US_ASCII);
    }
}
