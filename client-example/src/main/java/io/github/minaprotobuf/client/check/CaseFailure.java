package io.github.minaprotobuf.client.check;

/** The server did not do as a case requires. All three texts are for people. */
public final class CaseFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sent;
    private final String expected;
    private final String received;

    CaseFailure(String sent, String expected, String received) {
        super("expected " + expected + ", received " + received);
        this.sent = sent;
        this.expected = expected;
        this.received = received;
    }

    /** What the client sent on that connection. */
    public String sent() {
        return sent;
    }

    /** What should have come back. */
    public String expected() {
        return expected;
    }

    /** What came instead. */
    public String received() {
        return received;
    }
}
