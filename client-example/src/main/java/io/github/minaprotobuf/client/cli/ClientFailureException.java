package io.github.minaprotobuf.client.cli;

/** The client cannot do what it is asked for. The message is for the user; it is no verdict on the server. */
final class ClientFailureException extends Exception {

    private static final long serialVersionUID = 1L;

    ClientFailureException(String message) {
        super(message);
    }

    ClientFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
