package io.github.minaprotobuf.client.check;

import java.util.Locale;

/** How much a server is bound to what a case asks. */
public enum Level {
    /** A server that fails it loses or damages messages. */
    MUST,
    /** A careful server passes it. */
    STRICT,
    /** Good to know. */
    OPTIONAL;

    /** As reports show it: {@code must}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
