package io.github.minaprotobuf.client.check;

import java.util.Locale;

/** What a server does about a frame that it cannot take. */
public enum Refusal {
    /** Closes the connection. */
    CLOSE,
    /** Passes over the frame and answers the next one. */
    SKIP;

    /** The name on command lines and in reports: {@code close}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
