package io.github.minaprotobuf.client.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How command lines name the entries of a catalogue: by id ({@code 2.3}), or by the start of ids ({@code 2}). */
public final class Selectors {

    private Selectors() {}

    /**
     * The entries that any of the selectors names, in the catalogue's order and each once.
     *
     * @param unknown what to throw for a selector that names none
     */
    public static <T> List<T> named(
            List<String> selectors,
            Supplier<Stream<T>> catalogue,
            Function<T, String> id,
            Function<String, IllegalArgumentException> unknown) {
        Optional<String> wrong = selectors.stream()
                .filter(selector -> catalogue.get().noneMatch(it -> isNamedBy(selector, id.apply(it))))
                .findFirst();
        if (wrong.isPresent()) {
            throw unknown.apply(wrong.get());
        }
        return catalogue
                .get()
                .filter(it -> selectors.stream().anyMatch(selector -> isNamedBy(selector, id.apply(it))))
                .toList();
    }

    /** A selector ends where a number does: {@code 4.1} does not name 4.10. */
    private static boolean isNamedBy(String selector, String id) {
        return id.equals(selector) || id.startsWith(selector + ".");
    }
}
