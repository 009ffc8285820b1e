package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;
import static io.github.minaprotobuf.client.check.Case.strict;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Section 1: frames are told apart, and each gets one reply. */
final class FramingCases {

    static final Section SECTION = Section.of(
            1,
            "framing",
            must(
                    "1.1",
                    "one message",
                    "A frame is answered by one frame with the same message.",
                    trial -> trial.echo(List.of(Messages.withAllFields()), Cut.nowhere())),
            must(
                    "1.2",
                    "an empty message",
                    "A frame without a body is a message with no field set, and is answered by the same.",
                    trial -> trial.echo(List.of(Messages.empty()), Cut.nowhere())),
            must(
                    "1.3",
                    "empty messages between others",
                    "Frames without a body are neither dropped nor merged, wherever they stand.",
                    trial -> trial.echo(emptyBetweenOthers(), Cut.nowhere())),
            must(
                    "1.4",
                    "each message after the reply to the one before",
                    "A reply is sent as soon as its request is complete; the server does not wait for more.",
                    FramingCases::oneByOne),
            strict(
                    "1.5",
                    "the headers of replies",
                    "A reply's header is the shortest that says its length.",
                    FramingCases::minimalHeaders),
            strict(
                            "1.6",
                            "a header longer than it needs to be",
                            "A varint with bytes to spare still means its value, or is refused; it never means zero.",
                            FramingCases::sparseHeader)
                    .onlyFor(Scope.VARINT_LENGTHS)
                    .isDisruptive());

    private FramingCases() {}

    private static List<Echo> emptyBetweenOthers() {
        List<Echo> messages = new ArrayList<>();
        for (Echo numbered : Messages.numbered(5)) {
            messages.add(Messages.empty());
            messages.add(Messages.empty());
            messages.add(numbered);
        }
        return messages;
    }

    private static void oneByOne(Trial trial) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            for (Echo message : Messages.numbered(10)) {
                conversation.send(List.of(message), Cut.nowhere());
                conversation.expectReplies();
            }
            conversation.expectNothingMore();
        }
    }

    private static void minimalHeaders(Trial trial) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            conversation.send(Messages.ofBodyLengths(trial.random(), 0, 5, 127, 128, 16_383, 16_384), Cut.nowhere());
            conversation.expectRepliesWithMinimalHeaders();
            conversation.expectNothingMore();
        }
    }

    private static void sparseHeader(Trial trial) throws CaseFailure {
        byte[] body = Messages.ofBodyLength(trial.random(), 100).toByteArray();
        for (int spare = 1; spare <= 3; spare++) {
            try (Conversation conversation = trial.connect()) {
                conversation.sendRaw(
                        "a header with " + spare + " to spare", sparseHeader(trial.wire(), body.length, spare));
                conversation.sendRaw("its body", body);
                conversation.expectReplyOrRefusal(body);
            }
        }
    }

    /** The length as a varint with so many bytes more than it needs, all of whose bits are zero. */
    private static byte[] sparseHeader(Wire wire, int bodyLength, int spare) {
        byte[] length = wire.lengthField(bodyLength - wire.adjustment());
        byte[] sparse = Arrays.copyOf(length, length.length + spare);
        Arrays.fill(sparse, length.length, sparse.length - 1, (byte) 0x80);
        sparse[length.length - 1] |= (byte) 0x80;
        return wire.headerSaying(sparse);
    }
}
