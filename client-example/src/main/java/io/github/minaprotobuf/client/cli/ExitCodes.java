package io.github.minaprotobuf.client.cli;

/** Exit codes beside those of picocli: 0, all passed; 1, a case or a gate failed; 2, wrong usage. */
final class ExitCodes {

    /** Nobody listens there, or TLS fails. */
    static final int UNREACHABLE = 3;

    /** The client itself could not go on: nothing is known about the server. */
    static final int CLIENT_FAILED = 4;

    private ExitCodes() {}
}
