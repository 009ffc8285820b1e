package io.github.minaprotobuf.client.check;

import io.github.minaprotobuf.client.wire.Connection;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One run of one case: its connections, which {@link #expire} cuts off, and its random numbers. */
public final class Trial implements AutoCloseable {

    private final Target target;
    private final Random random;
    private final List<Connection> connections = new ArrayList<>();
    private boolean expired;

    Trial(Target target, Random random) {
        this.target = target;
        this.random = random;
    }

    Wire wire() {
        return target.wire();
    }

    /** The same numbers each time that this case runs with this seed. */
    Random random() {
        return random;
    }

    /** A connection of its own for these messages: each must come back, in order, and nothing else. */
    void echo(List<Echo> messages, Cut cut) throws CaseFailure {
        try (Conversation conversation = connect()) {
            conversation.send(messages, cut);
            conversation.expectReplies();
            conversation.expectNothingMore();
        }
    }

    /** @throws CaseFailure when the server does not accept */
    Conversation connect() throws CaseFailure {
        try {
            Connection connection = Connection.open(target);
            register(connection);
            return new Conversation(connection, target.wire());
        } catch (IOException e) {
            throw new CaseFailure("nothing", "a connection to " + target.address(), e.getMessage());
        }
    }

    /** Cuts off all connections: the time has run out. */
    synchronized void expire() {
        expired = true;
        connections.forEach(Connection::expire);
    }

    @Override
    public synchronized void close() {
        connections.forEach(Connection::close);
    }

    private synchronized void register(Connection connection) {
        connections.add(connection);
        if (expired) {
            connection.expire();
        }
    }
}
