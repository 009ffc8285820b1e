package io.github.minaprotobuf.client.check;

/** The server did not do as a case requires. */
public final class CaseFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether the server serves nobody any more, and since when. */
    enum ServerLost {
        NOT,
        /** It was lost before the case sent anything. */
        BEFORE,
        DURING
    }

    private final transient Exchange exchange;
    private final ServerLost serverLost;

    CaseFailure(String sent, String expected, String received) {
        this(sent, expected, received, ServerLost.NOT);
    }

    CaseFailure(String sent, String expected, String received, ServerLost serverLost) {
        super("expected " + expected + ", received " + received);
        this.exchange = new Exchange(sent, expected, received);
        this.serverLost = serverLost;
    }

    /** What the client sent on that connection, what should have come back, and what came instead. */
    public Exchange exchange() {
        return exchange;
    }

    ServerLost serverLost() {
        return serverLost;
    }
}
