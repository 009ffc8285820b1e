package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.example.Echo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Section 6: how connections begin and end. */
final class LifecycleCases {

    private static final int ONE_MIB = 1 << 20;
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration IDLE = Duration.ofSeconds(3);

    static final Section SECTION = Section.of(
            6,
            "lifecycle",
            must(
                    "6.1",
                    "half-close right after the last frame",
                    "A client that has sent its last frame still gets all replies; then the server closes.",
                    trial -> halfCloseAfter(trial, Messages.numbered(100))),
            must(
                    "6.2",
                    "half-close with large replies on their way",
                    "Replies that do not fit into a socket's buffer are sent all the same before the server closes.",
                    LifecycleCases::halfCloseAfterLarge),
            must(
                    "6.3",
                    "half-close with nothing sent",
                    "A connection that ends before its first frame gets no reply; the server closes.",
                    trial -> halfCloseAfter(trial, List.of())),
            must(
                    "6.4",
                    "nothing sent by either side",
                    "The server does not speak first: a new connection carries no byte from it.",
                    LifecycleCases::silentServer),
            must(
                            "6.5",
                            "a frame that ends early, at each of its bytes",
                            "A client that closes inside a frame gets no reply to it.",
                            LifecycleCases::partialFrames)
                    .isDisruptive(),
            must(
                            "6.6",
                            "50 connections reset inside a frame",
                            "A reset is the end of one connection only.",
                            LifecycleCases::resets)
                    .isDisruptive(),
            must(
                            "6.7",
                            "500 connections, one after the other",
                            "Each connection starts anew, and leaves nothing behind.",
                            LifecycleCases::reconnects)
                    .takingUpTo(Duration.ofSeconds(20)),
            must(
                            "6.8",
                            "three seconds of silence between frames",
                            "An idle connection still works.",
                            LifecycleCases::idle)
                    .takingUpTo(IDLE));

    private LifecycleCases() {}

    private static void halfCloseAfter(Trial trial, List<Echo> messages) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            conversation.send(messages, Cut.nowhere());
            conversation.halfClose();
            conversation.expectReplies();
            conversation.expectEnd();
        }
    }

    private static void halfCloseAfterLarge(Trial trial) throws CaseFailure {
        int large = trial.atMost(ONE_MIB);
        halfCloseAfter(trial, Messages.ofBodyLengths(trial.random(), large, large, large, large));
    }

    private static void silentServer(Trial trial) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            if (conversation.expectSilence(QUIET)) {
                throw conversation.failure("a connection that stays open", "the end of the stream");
            }
        }
    }

    private static void partialFrames(Trial trial) throws CaseFailure {
        byte[] body = Messages.ofBodyLength(trial.random(), 5).toByteArray();
        byte[] frame = FrameStream.of(trial.wire(), List.of(body)).bytes();
        for (int cut = 1; cut < frame.length; cut++) {
            try (Conversation conversation = trial.connect()) {
                conversation.sendRaw(cut + " of " + frame.length + " bytes of a frame", Arrays.copyOf(frame, cut));
                conversation.expectNothingMore();
            }
        }
    }

    private static void resets(Trial trial) throws CaseFailure {
        byte[] body =
                Messages.ofBodyLength(trial.random(), trial.atMost(ONE_MIB)).toByteArray();
        byte[] frame = FrameStream.of(trial.wire(), List.of(body)).bytes();
        for (int i = 1; i <= 50; i++) {
            try (Conversation conversation = trial.connect()) {
                FrameStream part = FrameStream.raw(Arrays.copyOf(frame, i % 2 == 0 ? i : i * 1_000));
                conversation.sendRaw("part of a frame", part, Cut.nowhere());
                conversation.reset();
            }
        }
    }

    private static void reconnects(Trial trial) throws CaseFailure {
        for (Echo message : Messages.numbered(500)) {
            try (Conversation conversation = trial.connect()) {
                conversation.send(List.of(message), Cut.nowhere());
                conversation.expectReplies();
            }
        }
    }

    private static void idle(Trial trial) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            conversation.send(Messages.numbered(1), Cut.nowhere());
            conversation.expectReplies();
            trial.pause(IDLE);
            conversation.send(Messages.numbered(3), Cut.nowhere());
            conversation.expectReplies();
            conversation.expectNothingMore();
        }
    }
}
