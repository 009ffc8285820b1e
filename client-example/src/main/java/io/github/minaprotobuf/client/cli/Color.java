package io.github.minaprotobuf.client.cli;

import java.util.Locale;
import java.util.Map;

/** When to colour. */
enum Color {
    AUTO,
    ALWAYS,
    NEVER;

    /** By default, colour is for terminals, unless the user has said otherwise: see no-color.org. */
    boolean isOn(boolean terminal, Map<String, String> environment) {
        return switch (this) {
            case AUTO ->
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb");
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    /** As on the command line: {@code auto}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
