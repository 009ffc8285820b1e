package io.github.minaprotobuf.client.serve;

import static io.github.minaprotobuf.client.serve.Scenario.wrong;

import io.github.minaprotobuf.client.check.Scope;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Section C4: replies that are not right, and bytes that are no replies. */
final class WrongScenarios {

    /** A text of five bytes, of which one is there. */
    private static final byte[] NO_MESSAGE = {0x12, 5, 'a'};

    /** Bytes of a body that still come when the time has run out. */
    private static final int ENDLESS = 1 << 12;

    private static final Duration SLOWLY = Duration.ofMillis(50);

    private static final byte[] HTTP = ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Connection: close\r\n\r\n400 Bad Request")
            .getBytes(StandardCharsets.US_ASCII);

    static final Section SECTION = Section.of(
            "C4",
            "wrong answers",
            wrong(
                    "C4.1",
                    "two replies in the wrong order",
                    "Replies come in the order of their requests.",
                    visit -> replyWith(visit, bodies -> Collections.swap(bodies, 1, 2))),
            wrong(
                    "C4.2",
                    "a reply with another id",
                    "A reply to something else is not taken for the one that is due.",
                    visit -> replyWith(visit, bodies -> bodies.set(1, Replies.withId(1_000_003)))),
            wrong(
                    "C4.3",
                    "a reply twice",
                    "The same reply again is not the next one.",
                    visit -> replyWith(visit, bodies -> bodies.add(1, bodies.get(0)))),
            wrong(
                    "C4.4",
                    "an empty message that nobody asked for",
                    "A frame without a body is a reply, and here a wrong one: it is not passed over.",
                    visit -> replyWith(visit, bodies -> bodies.add(1, new byte[0]))),
            wrong(
                    "C4.5",
                    "a body that is no message",
                    "A reply that does not parse is not passed over.",
                    visit -> replyWith(visit, bodies -> bodies.add(1, NO_MESSAGE))),
            wrong(
                            "C4.6",
                            "a declared length of 2 GiB",
                            "A length is a stranger's word: over a limit the client ends, and does not wait for the body.",
                            visit -> declare(visit, 0x7FFF_FFFFL))
                    .strict(),
            wrong(
                            "C4.7",
                            "a declared length of 4 GiB, negative as a signed number",
                            "A length is unsigned, and this one over any limit.",
                            visit -> declare(visit, 0xFFFF_FFFFL))
                    .strict(),
            wrong(
                            "C4.8",
                            "a varint of more than five bytes",
                            "What is no length is not taken for one; nothing behind it can be a frame.",
                            WrongScenarios::overlongVarint)
                    .strict()
                    .onlyFor(Scope.VARINT_LENGTHS),
            wrong(
                            "C4.9",
                            "a frame that says it is compressed",
                            "A body that the client cannot read is not taken for a message.",
                            WrongScenarios::compressed)
                    .strict()
                    .onlyFor(Scope.COMPRESSION_FLAGS),
            wrong(
                    "C4.10",
                    "an answer in HTTP",
                    "The wrong port answers too: its bytes are no frames.",
                    WrongScenarios::http),
            wrong(
                            "C4.11",
                            "a reply more than requests",
                            "Bytes behind the last reply mean that the two sides do not agree.",
                            visit -> replyWith(visit, bodies -> bodies.add(Replies.withId(1_000_003))))
                    .optional());

    private WrongScenarios() {}

    /** All replies, made wrong in some way, and the end behind them as of a server that knows no fault. */
    private static void replyWith(Visit visit, Consumer<List<byte[]>> fault) throws ClientFault {
        List<byte[]> bodies = new ArrayList<>(visit.takeRequests());
        fault.accept(bodies);
        visit.sendApart(bodies);
    }

    private static void declare(Visit visit, long length) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        visit.sendApart(bodies.subList(0, 1));
        visit.sendRaw("a header", visit.wire().headerSaying(visit.wire().lengthField(length)));
        visit.send(
                FrameStream.raw(new byte[ENDLESS]), Cut.every(1).pausing(SLOWLY)); // no pause is long enough to notice
        visit.hold();
    }

    private static void overlongVarint(Visit visit) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        visit.sendApart(bodies.subList(0, 1));
        byte[] overlong = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        visit.sendRaw("a length of 11 bytes", visit.wire().headerSaying(overlong));
        visit.sendApart(bodies.subList(1, bodies.size()));
        visit.hold();
    }

    private static void compressed(Visit visit) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        for (byte[] body : bodies) {
            byte[] header = visit.wire().compressedHeader(body.length);
            visit.sendRaw("a frame marked as compressed", Replies.followedBy(header, body));
        }
    }

    private static void http(Visit visit) throws ClientFault {
        visit.takeRequests();
        visit.sendRaw("an answer in HTTP", HTTP);
        visit.halfClose();
    }
}
