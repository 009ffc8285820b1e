package io.github.minaprotobuf.client.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line's arguments as they were typed. The JVM decodes them by the locale before {@code main} sees them:
 * in the locale {@code C}, each byte of a letter outside ASCII has become U+FFFD. Linux keeps the bytes.
 */
final class Arguments {

    /** All arguments of this process, those for the JVM first, each with a zero byte behind it. */
    private static final Path BYTES = Path.of("/proc/self/cmdline");

    private static final String REPLACEMENT = "\uFFFD";

    private Arguments() {}

    /**
     * The arguments that {@code main} was given, read as UTF-8.
     *
     * @throws IllegalArgumentException when one of them is no UTF-8, or the system does not tell its bytes
     */
    static String[] inUtf8(String... decoded) {
        return inUtf8(decoded, charset(), bytes());
    }

    /**
     * @param charset what the JVM has decoded the arguments with
     * @param bytes what they were, with others in front; empty where the system does not tell
     */
    static String[] inUtf8(String[] decoded, Charset charset, byte[] bytes) {
        List<byte[]> raw = last(decoded.length, split(bytes));
        String[] arguments = decoded.clone();
        for (int i = 0; i < decoded.length; i++) {
            String what = "argument " + (i + 1);
            // Options in a file that is named to the JVM are on no command line: then the bytes are other arguments'.
            if (i < raw.size() && new String(raw.get(i), charset).equals(decoded[i])) {
                arguments[i] = Utf8.decode(what, raw.get(i));
            } else if (decoded[i].contains(REPLACEMENT)) {
                throw new IllegalArgumentException(what + " cannot be read in this locale (" + charset + "): "
                        + decoded[i] + "; set LC_ALL=C.UTF-8");
            }
        }
        return arguments;
    }

    /** The charset of the locale, which is also that of file names. */
    static Charset charset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding"));
    }

    private static byte[] bytes() {
        try {
            return Files.readAllBytes(BYTES);
        } catch (IOException e) {
            return new byte[0]; // no Linux
        }
    }

    private static List<byte[]> split(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (byte next : bytes) {
            if (next == 0) {
                parts.add(part.toByteArray());
                part.reset();
            } else {
                part.write(next);
            }
        }
        return parts;
    }

    private static List<byte[]> last(int count, List<byte[]> parts) {
        return parts.size() < count ? List.of() : parts.subList(parts.size() - count, parts.size());
    }
}
