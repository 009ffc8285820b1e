package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.client.wire.Wire;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A client that somebody else starts, when told to. How it ends, only its connection shows. */
public final class StartedByHand implements ClientUnderTest {

    private final Consumer<String> tell;

    /** @param tell is given a line that says what the client has to do */
    public StartedByHand(Consumer<String> tell) {
        this.tell = tell;
    }

    @Override
    public boolean sendsGivenIds() {
        return true;
    }

    @Override
    public Attempt start(Scenario scenario, InetSocketAddress server, Wire wire, List<Long> ids) {
        tell.accept(scenario.id() + " " + scenario.title() + ": start the client against "
                + server.getAddress().getHostAddress() + ":" + server.getPort() + ", " + wire + ", with the ids "
                + ids.stream().map(Object::toString).collect(Collectors.joining(",")) + "; it has to "
                + scenario.ending());
        return new Unseen();
    }

    private static final class Unseen implements Attempt {

        private final CompletableFuture<Integer> never = new CompletableFuture<>();

        @Override
        public CompletableFuture<Integer> exit() {
            return never;
        }

        @Override
        public boolean isVisible() {
            return false;
        }

        @Override
        public String lastWords() {
            return "";
        }

        @Override
        public void close() {
            // It is not ours to end.
        }
    }
}
