package io.github.minaprotobuf.client.serve;

import static io.github.minaprotobuf.client.serve.Scenario.right;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import java.time.Duration;
import java.util.List;

/** Section C1: replies are told apart wherever the stream is cut. */
final class ChunkingScenarios {

    private static final Duration MOMENT = Duration.ofMillis(5);

    /** Long enough for a client that waits to read what came before. */
    private static final Duration PAUSE = Duration.ofMillis(60);

    static final Section SECTION = Section.of(
            "C1",
            "chunking",
            right(
                    "C1.1",
                    "each reply as soon as its request has come",
                    "One frame is one reply.",
                    ChunkingScenarios::oneByOne),
            right(
                    "C1.2",
                    "every byte alone",
                    "A read gives any number of bytes, one among them.",
                    visit -> visit.send(visit.takeRequests(), Cut.every(1).pausing(MOMENT))),
            right(
                    "C1.3",
                    "headers cut at each of their bytes",
                    "A header need not arrive whole.",
                    ChunkingScenarios::cutHeaders),
            right(
                    "C1.4",
                    "each body in the segment behind its header's",
                    "A body need not arrive with its header.",
                    visit -> visit.send(
                            visit.takeRequests(),
                            Cut.inHeaders(visit.wire().longestHeader()).pausing(PAUSE))),
            right("C1.5", "each body in two halves", "A body need not arrive whole.", ChunkingScenarios::cutBodies),
            right(
                    "C1.6",
                    "all replies in one segment",
                    "A read may give several frames, and all of them count.",
                    visit -> visit.send(visit.takeRequests(), Cut.nowhere())),
            right(
                    "C1.7",
                    "a frame and a half in each segment",
                    "What is left of a read, behind a frame, begins the next one.",
                    ChunkingScenarios::frameAndHalf));

    private ChunkingScenarios() {}

    private static void oneByOne(Visit visit) throws ClientFault {
        for (int i = 0; i < visit.ids().size(); i++) {
            visit.sendApart(List.of(visit.takeRequest()));
        }
    }

    private static void cutHeaders(Visit visit) throws ClientFault {
        int cut = 0;
        for (byte[] body : visit.takeRequests()) {
            byte[] padded = Replies.padded(body, Replies.LONG_BODY);
            int cuts = visit.wire().header(padded.length).length - 1;
            visit.send(List.of(padded), Cut.inHeaders(1 + cut++ % cuts).pausing(PAUSE));
        }
    }

    private static void cutBodies(Visit visit) throws ClientFault {
        for (byte[] body : visit.takeRequests()) {
            FrameStream frame = FrameStream.of(visit.wire(), List.of(Replies.padded(body, Replies.LONG_BODY)));
            visit.send(frame, Cut.every((frame.length() + 1) / 2).pausing(PAUSE));
        }
    }

    private static void frameAndHalf(Visit visit) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        int frame = FrameStream.of(visit.wire(), bodies.subList(0, 1)).length();
        visit.send(bodies, Cut.every(frame + (frame + 1) / 2).pausing(PAUSE));
    }
}
