package io.github.minaprotobuf.client.serve;

import static io.github.minaprotobuf.client.serve.Scenario.right;
import static io.github.minaprotobuf.client.serve.Scenario.wrong;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Section C3: how replies and connections begin, wait and end. */
final class LifecycleScenarios {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SLOWLY = Duration.ofMillis(50);

    static final Section SECTION = Section.of(
            "C3",
            "lifecycle",
            right(
                    "C3.1",
                    "the server closes first, right behind the last reply",
                    "The end of the stream behind the last frame takes nothing from it.",
                    LifecycleScenarios::serverClosesFirst),
            right(
                    "C3.2",
                    "a second of silence before the first reply",
                    "Nothing to read yet is not the end.",
                    LifecycleScenarios::lateReplies),
            right(
                    "C3.3",
                    "a byte every 50 ms",
                    "As long as bytes come, a frame may take its time.",
                    visit -> visit.send(visit.takeRequests(), Cut.every(1).pausing(SLOWLY))),
            right(
                            "C3.4",
                            "replies before the requests",
                            "What comes while the client still sends is not lost.",
                            LifecycleScenarios::earlyReplies)
                    .strict(),
            wrong(
                    "C3.5",
                    "the stream ends before the first reply",
                    "No reply is not all replies.",
                    visit -> endBehind(visit, 0)),
            wrong(
                    "C3.6",
                    "the stream ends between two replies",
                    "An end between frames is in order, and replies are missing all the same.",
                    visit -> endBehind(visit, 1)),
            wrong(
                    "C3.7",
                    "the stream ends inside a header",
                    "Half a header is no reply, and no end in order.",
                    visit -> endInsideFrame(visit, Part.HEADER)),
            wrong(
                    "C3.8",
                    "the stream ends right behind a header",
                    "A header alone is not an empty message when it declares a body.",
                    visit -> endInsideFrame(visit, Part.NO_BODY)),
            wrong(
                    "C3.9",
                    "the stream ends inside a body",
                    "Half a body is no message, even where its bytes parse.",
                    visit -> endInsideFrame(visit, Part.HALF_BODY)),
            wrong(
                    "C3.10",
                    "a reset inside a body",
                    "A connection that breaks is a failure, as one that ends early.",
                    LifecycleScenarios::resetInsideFrame),
            wrong(
                            "C3.11",
                            "the last reply never comes",
                            "A client that waits without an end hangs with its server: it has a time limit.",
                            LifecycleScenarios::silence)
                    .strict());

    private LifecycleScenarios() {}

    private static void serverClosesFirst(Visit visit) throws ClientFault {
        visit.sendApart(visit.takeRequests());
        visit.halfClose();
    }

    private static void lateReplies(Visit visit) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        visit.pause(SECOND);
        visit.sendApart(bodies);
    }

    private static void earlyReplies(Visit visit) throws ClientFault {
        visit.send(visit.ids().stream().map(Replies::withId).toList(), Cut.nowhere());
        visit.takeRequests();
    }

    private static void endBehind(Visit visit, int replies) throws ClientFault {
        visit.sendApart(visit.takeRequests().subList(0, replies));
        visit.halfClose();
    }

    /** How much comes of the last reply's frame. */
    private enum Part {
        HEADER,
        NO_BODY,
        HALF_BODY
    }

    private static void endInsideFrame(Visit visit, Part part) throws ClientFault {
        partOfLast(visit, part);
        visit.halfClose();
    }

    private static void resetInsideFrame(Visit visit) throws ClientFault {
        partOfLast(visit, Part.HALF_BODY);
        visit.reset();
    }

    private static void partOfLast(Visit visit, Part part) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        int last = bodies.size() - 1;
        visit.sendApart(bodies.subList(0, last));
        byte[] body = Replies.padded(bodies.get(last), Replies.LONG_BODY);
        byte[] frame = FrameStream.of(visit.wire(), List.of(body)).bytes();
        int header = frame.length - body.length;
        int length = switch (part) {
            case HEADER -> header / 2;
            case NO_BODY -> header;
            case HALF_BODY -> header + body.length / 2;
        };
        visit.sendRaw(length + " of " + frame.length + " bytes of a frame", Arrays.copyOf(frame, length));
    }

    private static void silence(Visit visit) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        visit.sendApart(bodies.subList(0, bodies.size() - 1));
        visit.hold();
    }
}
