package io.github.minaprotobuf.client.serve;

import static io.github.minaprotobuf.client.serve.Scenario.right;

import io.github.minaprotobuf.client.check.Scope;
import io.github.minaprotobuf.client.wire.Cut;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Section C2: what a reply may look like. */
final class ContentScenarios {

    private static final int ONE_MIB = 1 << 20;

    /** Field 1,000, a string. */
    private static final byte[] UNKNOWN_FIELD =
            Replies.followedBy(new byte[] {(byte) 0xC2, 0x3E, 3}, "new".getBytes(StandardCharsets.UTF_8));

    static final Section SECTION = Section.of(
            "C2",
            "content",
            right(
                            "C2.1",
                            "empty messages between others",
                            "A message with no field set is a frame without a body, and a reply as any other.",
                            visit -> visit.sendApart(visit.takeRequests()))
                    .sending(1L, 0L, 2L, 0L, 0L, 3L),
            right(
                            "C2.2",
                            "ids of one to ten bytes",
                            "Numbers come back as they were sent, negative ones and the longest too.",
                            visit -> visit.sendApart(visit.takeRequests()))
                    .sending(1L, -1L, 127L, 128L, Long.MAX_VALUE, Long.MIN_VALUE),
            right(
                    "C2.3",
                    "ids in varints longer than they need to be",
                    "Another encoder may write the same message in other bytes: messages are compared, not bytes.",
                    ContentScenarios::sparseIds),
            right(
                            "C2.4",
                            "fields that the client does not know",
                            "A server that is newer than the client may add fields; the reply's id is still right.",
                            ContentScenarios::unknownFields)
                    .strict(),
            right(
                            "C2.5",
                            "headers longer than they need to be",
                            "A varint with bytes to spare still means its value.",
                            ContentScenarios::sparseHeaders)
                    .strict()
                    .onlyFor(Scope.VARINT_LENGTHS),
            right(
                    "C2.6",
                    "a reply of 1 MiB",
                    "A body may be longer than any buffer of a socket.",
                    ContentScenarios::large));

    private ContentScenarios() {}

    private static void sparseIds(Visit visit) throws ClientFault {
        visit.takeRequests();
        visit.sendApart(visit.ids().stream().map(Replies::withSparseId).toList());
    }

    private static void unknownFields(Visit visit) throws ClientFault {
        visit.sendApart(visit.takeRequests().stream()
                .map(body -> Replies.followedBy(body, UNKNOWN_FIELD))
                .toList());
    }

    private static void sparseHeaders(Visit visit) throws ClientFault {
        for (byte[] body : visit.takeRequests()) {
            byte[] length = visit.wire().lengthField(body.length - visit.wire().adjustment());
            length[length.length - 1] |= (byte) 0x80;
            byte[] header = visit.wire().headerSaying(Replies.followedBy(length, (byte) 0));
            visit.sendRaw("a frame whose header has a byte to spare", Replies.followedBy(header, body));
        }
    }

    private static void large(Visit visit) throws ClientFault {
        List<byte[]> bodies = visit.takeRequests();
        int last = bodies.size() - 1;
        visit.sendApart(bodies.subList(0, last));
        visit.send(List.of(Replies.padded(bodies.get(last), ONE_MIB)), Cut.nowhere());
    }
}
