package io.github.minaprotobuf.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the command line says, as {@code -Dbench.NAME=VALUE}. */
final class Settings {

    private Settings() {}

    /** A quick run has one short round. */
    static boolean isQuick() {
        String quick = text("quick");
        return !quick.isEmpty() && !quick.equals("false");
    }

    /** Where results of a module go: what a quick run finds proves nothing. */
    static Path results(String module) {
        String standard = isQuick() ? "target/bench" : "src/bench/results";
        String chosen = text("results");
        return Path.of(module).resolve(chosen.isEmpty() ? standard : chosen);
    }

    static String text(String name) {
        return System.getProperty("bench." + name, "");
    }

    static double number(String name) {
        return Double.parseDouble(text(name));
    }

    /** Words with blanks between them. */
    static List<String> words(String name) {
        return split(name, "\\s+");
    }

    /** Those of {@code all} that the setting names, with commas between them; all of them when it is empty. */
    static <T> List<T> selected(String name, List<T> all) {
        List<String> names = split(name, ",");
        return all.stream()
                .filter(one -> names.isEmpty() || names.contains(one.toString()))
                .toList();
    }

    private static List<String> split(String name, String separator) {
        return Arrays.stream(text(name).split(separator))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
