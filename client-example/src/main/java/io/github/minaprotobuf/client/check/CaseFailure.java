package io.github.minaprotobuf.client.check;

/** The server did not do as a case requires. */
public final class CaseFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Exchange exchange;

    CaseFailure(String sent, String expected, String received) {
        super("expected " + expected + ", received " + received);
        this.exchange = new Exchange(sent, expected, received);
    }

    /** What the client sent on that connection, what should have come back, and what came instead. */
    public Exchange exchange() {
        return exchange;
    }
}
