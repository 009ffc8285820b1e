package io.github.minaprotobuf.client.check;

import io.github.minaprotobuf.client.check.CaseFailure.ServerLost;
import io.github.minaprotobuf.client.wire.Connection;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of one case: its connections, which {@link #expire} cuts off, and its random numbers. */
public final class Trial implements AutoCloseable {

    private final Target target;
    private final ServerPolicy policy;
    private final Random random;
    private final List<Conversation> conversations = new ArrayList<>();
    private final CountDownLatch expired = new CountDownLatch(1);

    Trial(Target target, ServerPolicy policy, Random random) {
        this.target = target;
        this.policy = policy;
        this.random = random;
    }

    Wire wire() {
        return target.wire();
    }

    ServerPolicy policy() {
        return policy;
    }

    /** The same numbers each time that this case runs with this seed. */
    Random random() {
        return random;
    }

    /** That many bytes, but no more than the longest body that the server takes and the format can declare. */
    int atMost(int bodyBytes) {
        return Math.min(
                bodyBytes, Math.min(policy.maxBodyLength(), target.wire().longestBody()));
    }

    /** Sends these messages on a new connection: each must come back, in order, and nothing else. */
    void echo(List<Echo> messages, Cut cut) throws CaseFailure {
        echoBodies(messages.stream().map(Echo::toByteArray).toList(), cut);
    }

    /** As {@link #echo}, but the messages come serialised, in a way that the case chooses. */
    void echoBodies(List<byte[]> bodies, Cut cut) throws CaseFailure {
        try (Conversation conversation = connect()) {
            conversation.sendBodies(bodies, cut);
            conversation.expectReplies();
            conversation.expectNothingMore();
        }
    }

    /** @throws CaseFailure when the server does not accept */
    Conversation connect() throws CaseFailure {
        try {
            Conversation conversation = new Conversation(Connection.open(target), target.wire());
            register(conversation);
            return conversation;
        } catch (IOException e) {
            throw new CaseFailure(
                    "nothing", "a connection to " + target.address(), e.getMessage(), lostBeforeOrDuring());
        }
    }

    /** The canary: whatever the case did, a new connection must echo. */
    void requireStillServing() throws CaseFailure {
        try {
            echo(List.of(Messages.withAllFields()), Cut.nowhere());
        } catch (CaseFailure e) {
            throw new CaseFailure(
                    exchange("").sent(),
                    "an echo on a new connection afterwards",
                    e.exchange().received(),
                    ServerLost.DURING);
        }
    }

    private synchronized ServerLost lostBeforeOrDuring() {
        return conversations.isEmpty() ? ServerLost.BEFORE : ServerLost.DURING;
    }

    /** Waits that long, or until the case's own time has run out. */
    void pause(Duration time) {
        try {
            expired.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What all connections have sent and received, for the report. */
    synchronized Exchange exchange(String expected) {
        Log sent = new Log();
        Log received = new Log();
        for (Conversation conversation : conversations) {
            sent.add(conversation.sent());
            received.add(conversation.received());
        }
        return new Exchange(sent.toString(), expected, received.toString());
    }

    /** Cuts off all connections: the time has run out. */
    synchronized void expire() {
        expired.countDown();
        conversations.forEach(Conversation::expire);
    }

    @Override
    public synchronized void close() {
        conversations.forEach(Conversation::close);
    }

    private synchronized void register(Conversation conversation) {
        conversations.add(conversation);
        if (expired.getCount() == 0) {
            conversation.expire();
        }
    }
}
