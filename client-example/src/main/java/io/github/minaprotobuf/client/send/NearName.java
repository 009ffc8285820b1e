package io.github.minaprotobuf.client.send;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What somebody meant who got a name wrong. */
final class NearName {

    private NearName() {}

    /** {@code ; did you mean 'x'?}, or nothing where no name is near. */
    static String suggestion(String wrong, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .filter(name -> distance(wrong, name) <= Math.max(2, wrong.length() / 4))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** A name without its package, or in the wrong case, is nearly right. */
    private static int distance(String wrong, String name) {
        String lastPart = name.substring(name.lastIndexOf('.') + 1);
        return Math.min(edits(lower(wrong), lower(name)), 1 + edits(lower(wrong), lower(lastPart)));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, left out or replaced: Levenshtein's distance, row by row. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[to.length()];
    }
}
