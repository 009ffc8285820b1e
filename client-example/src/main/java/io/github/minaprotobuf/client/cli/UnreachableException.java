package io.github.minaprotobuf.client.cli;

/** There is no server to talk to. */
final class UnreachableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreachableException(String address, Exception cause) {
        super("cannot reach " + address + ": " + cause.getMessage(), cause);
    }
}
