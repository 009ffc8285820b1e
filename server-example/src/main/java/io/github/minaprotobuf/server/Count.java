package io.github.minaprotobuf.server;

import java.util.Locale;

/** Numbers of things as people write them: {@code 1 connection}, {@code 2 connections}. */
public final class Count {

    private Count() {}

    /** @param thing whose plural has an s */
    public static String of(long number, String thing) {
        return String.format(Locale.ROOT, "%d %s%s", number, thing, number == 1 ? "" : "s");
    }
}
