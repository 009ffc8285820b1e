package io.github.minaprotobuf.client.serve;

/** The client did not do as a scenario requires. */
final class ClientFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String received;

    ClientFault(String expected, String received) {
        super("expected " + expected + ", received " + received);
        this.expected = expected;
        this.received = received;
    }

    String expected() {
        return expected;
    }

    String received() {
        return received;
    }
}
