package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.example.Echo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Section 7: much at once. */
final class ConcurrencyCases {

    private static final int ONE_MIB = 1 << 20;
    private static final int UNREAD = 64 << 20;
    private static final Duration UNREAD_FOR = Duration.ofSeconds(5);
    private static final int TAGGED_CONNECTIONS = 100;
    private static final int ROUNDS = 10;

    /** How long to wait for surplus bytes on all connections but the first, which has been waited for longer. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    static final Section SECTION = Section.of(
            7,
            "concurrency",
            must(
                    "7.1",
                    "10,000 numbered frames, pipelined",
                    "Frames sent without waiting for replies are all answered, in order.",
                    trial -> trial.echo(Messages.numbered(10_000), Cut.every(1_000))),
            must(
                            "7.2",
                            "100 connections at once, each with messages of its own",
                            "A reply goes to the connection that its request came from.",
                            ConcurrencyCases::tagged)
                    .takingUpTo(Duration.ofSeconds(20)),
            must(
                    "7.3",
                    "half a frame on one connection, traffic on another",
                    "A connection that waits for the rest of a frame holds up no other.",
                    ConcurrencyCases::stalled),
            must(
                            "7.4",
                            "64 MiB of replies unread for five seconds",
                            "A client that reads late gets every reply, whole and in order.",
                            ConcurrencyCases::readLate)
                    .takingUpTo(UNREAD_FOR.plusSeconds(40))
                    .holdingMebibytes(144)
                    .isDisruptive(),
            must(
                            "7.5",
                            "bodies of the limit, both directions at once",
                            "The server takes a large frame while it sends one.",
                            ConcurrencyCases::largestBothWays)
                    .takingUpTo(Duration.ofSeconds(40))
                    .holdingLongestBodies(6)
                    .isDisruptive());

    private ConcurrencyCases() {}

    /** Sends on all connections in turn, in writes that end inside frames: the server holds parts of many frames. */
    private static void tagged(Trial trial) throws CaseFailure {
        List<Conversation> conversations = new ArrayList<>();
        for (int i = 0; i < TAGGED_CONNECTIONS; i++) {
            conversations.add(trial.connect());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < TAGGED_CONNECTIONS; i++) {
                Echo.Builder message = Echo.newBuilder().setId(round).setText("of connection " + i);
                conversations
                        .get(i)
                        .send(List.of(message.build(), message.setKindValue(1).build()), Cut.every(11));
            }
        }
        for (Conversation conversation : conversations) {
            conversation.expectReplies();
        }
        conversations.get(0).expectNothingMore();
        for (Conversation conversation : conversations.subList(1, conversations.size())) {
            conversation.expectSilence(AT_ONCE);
            conversation.close();
        }
    }

    private static void stalled(Trial trial) throws CaseFailure {
        byte[] body = Messages.ofBodyLength(trial.random(), 1_000).toByteArray();
        byte[] frame = FrameStream.of(trial.wire(), List.of(body)).bytes();
        try (Conversation conversation = trial.connect()) {
            conversation.sendRaw("half a frame", Arrays.copyOf(frame, 500));
            trial.echo(Messages.numbered(1_000), Cut.every(100));
            conversation.sendRaw("the other half", Arrays.copyOfRange(frame, 500, frame.length));
            conversation.awaitReply(body);
            conversation.expectReplies();
            conversation.expectNothingMore();
        }
    }

    private static void readLate(Trial trial) throws CaseFailure {
        int length = trial.atMost(ONE_MIB);
        List<byte[]> bodies =
                Messages.ofBodyLengths(trial.random(), length, length - 1, length - 2, length - 3).stream()
                        .map(Echo::toByteArray)
                        .toList();
        try (Conversation conversation = trial.connect()) {
            for (int bytes = 0; bytes < UNREAD; bytes += 4 * length) {
                conversation.sendBodies(bodies, Cut.nowhere());
            }
            trial.pause(UNREAD_FOR);
            conversation.expectReplies();
            conversation.expectNothingMore();
        }
    }

    private static void largestBothWays(Trial trial) throws CaseFailure {
        List<Echo> message =
                Messages.ofBodyLengths(trial.random(), trial.policy().maxBodyLength());
        try (Conversation conversation = trial.connect()) {
            conversation.send(message, Cut.nowhere());
            conversation.send(message, Cut.nowhere());
            conversation.send(Messages.numbered(1), Cut.nowhere());
            conversation.expectReplies();
            conversation.expectNothingMore();
        }
    }
}
