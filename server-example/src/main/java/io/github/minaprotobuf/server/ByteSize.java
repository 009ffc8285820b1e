package io.github.minaprotobuf.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 64MiB}, {@code 512KiB}, {@code 4096}. */
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB)?");
    private static final Pattern NEAR = Pattern.compile("(\\d{1,18})\\s*([KMG])(i?B)?", Pattern.CASE_INSENSITIVE);
    private static final String[] UNITS = {"GiB", "MiB", "KiB"};

    private ByteSize() {}

    /** @throws IllegalArgumentException when the text is no size, or one past {@code Long.MAX_VALUE} */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size: a number, then nothing, B, KiB, MiB or GiB, " + example(text));
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), bytesIn(matcher.group(2)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is over the limit of " + Long.MAX_VALUE + " bytes", e);
        }
    }

    /**
     * A size that an array can have.
     *
     * @throws IllegalArgumentException as {@link #parse}, or past {@code Integer.MAX_VALUE}
     */
    public static int parseInt(String text) {
        long bytes = parse(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'" + text + "' is over the limit of " + Integer.MAX_VALUE + " bytes");
        }
        return (int) bytes;
    }

    /** The shortest form that {@link #parse} reads back to the same number. */
    public static String format(long bytes) {
        for (String unit : UNITS) {
            if (bytes > 0 && bytes % bytesIn(unit) == 0) {
                return bytes / bytesIn(unit) + unit;
            }
        }
        return bytes + "B";
    }

    /** What was meant, if it is near; powers of ten, which MB is by the book, are never meant here. */
    private static String example(String text) {
        Matcher near = NEAR.matcher(text);
        return near.matches()
                ? "as in " + near.group(1) + near.group(2).toUpperCase(Locale.ROOT) + "iB: did you mean that?"
                : "as in 64MiB";
    }

    private static long bytesIn(String unit) {
        if (unit == null) {
            return 1;
        }
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
    }
}
