package io.github.minaprotobuf.client.check;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import io.github.minaprotobuf.client.wire.Hex;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;

/** Compares serialised messages, and describes them to people. */
public final class Bodies {

    private static final int LONGEST_AS_TEXT = 48;
    private static final int BYTES_SHOWN = 16;

    private Bodies() {}

    /**
     * Whether both are the same message. Encoders may write fields and map entries in any order, so bytes that differ
     * are parsed, written again in one fixed order, and compared; {@code equals} would say that NaN is not NaN.
     */
    static boolean sameMessage(byte[] request, byte[] reply) {
        if (Arrays.equals(request, reply)) {
            return true;
        }
        try {
            return Arrays.equals(canonical(Echo.parseFrom(request)), canonical(Echo.parseFrom(reply)));
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    /** The offset of the first byte that differs; the shorter one's length when it begins the longer one. */
    static int firstDifference(byte[] a, byte[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }

    /** Its length, some bytes from an offset on, and the message when it is short. */
    public static String describe(byte[] body, int from) {
        if (body.length == 0) {
            return "an empty message";
        }
        String length = String.format(Locale.ROOT, body.length == 1 ? "%,d byte" : "%,d bytes", body.length);
        if (body.length <= LONGEST_AS_TEXT) {
            return length + ": " + Hex.of(body, 0, LONGEST_AS_TEXT) + " (" + text(body) + ")";
        }
        String some = from < body.length ? Hex.of(body, from, BYTES_SHOWN) : "the end";
        return length + String.format(Locale.ROOT, ", from offset %,d: ", from) + some;
    }

    private static String text(byte[] body) {
        try {
            return TextFormat.printer()
                    .emittingSingleLine(true)
                    .printToString(Echo.parseFrom(body))
                    .strip();
        } catch (InvalidProtocolBufferException e) {
            return "no valid message: " + e.getMessage();
        }
    }

    private static byte[] canonical(Echo message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory does not fail", e);
        }
        return bytes;
    }
}
