package io.github.minaprotobuf.client.wire;

/** Which end of a connection sends. */
public enum Side {
    CLIENT('>'),
    SERVER('<');

    private final char arrow;

    Side(char arrow) {
        this.arrow = arrow;
    }

    /** As output shows it: {@code >} is sent by the client, {@code <} by the server. */
    public char arrow() {
        return arrow;
    }
}
