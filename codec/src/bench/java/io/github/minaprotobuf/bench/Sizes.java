package io.github.minaprotobuf.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as the names of loads give them: {@code 10B}, {@code 1kB}, {@code 64KiB}, {@code 16MiB}. */
final class Sizes {

    private static final Pattern FORM = Pattern.compile("(\\d+)(B|kB|KiB|MiB|GiB)");

    private Sizes() {}

    static int parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size: a number, then B, kB, KiB, MiB or GiB");
        }
        int unit = switch (matcher.group(2)) {
            case "kB" -> 1000;
            case "KiB" -> 1 << 10;
            case "MiB" -> 1 << 20;
            case "GiB" -> 1 << 30;
            default -> 1;
        };
        return Math.multiplyExact(Integer.parseInt(matcher.group(1)), unit);
    }
}
