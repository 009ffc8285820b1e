package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that can be had to connect to a server, once for each scenario. */
public interface ClientUnderTest {

    /** Whether it sends the ids that it is told to, or always the same. */
    boolean sendsGivenIds();

    /**
     * Has it connect.
     *
     * @throws IOException when it cannot be started
     */
    Attempt start(Scenario scenario, InetSocketAddress server, Wire wire, List<Long> ids) throws IOException;

    /** One run of the client. */
    interface Attempt extends AutoCloseable {

        /** Its exit code, once it has ended; never, where nobody can see that. */
        CompletableFuture<Integer> exit();

        /** Whether its end can be seen. */
        boolean isVisible();

        /** What it has printed last, fit for a report; empty when that is nothing. */
        String lastWords();

        /** Ends it, if it still runs. */
        @Override
        void close();
    }
}
