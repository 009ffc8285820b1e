package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.example.Echo;
import java.util.ArrayList;
import java.util.List;

/** Section 1: frames are told apart, and each gets one reply. */
final class FramingCases {

    static final Section SECTION = Section.of(1, "framing",
            must("1.1", "one message",
                    "A frame is answered by one frame with the same message.",
                    trial -> trial.echo(List.of(Messages.withAllFields()), Cut.nowhere())),
            must("1.2", "an empty message",
                    "A frame without a body is a message with no field set, and is answered by the same.",
                    trial -> trial.echo(List.of(Messages.empty()), Cut.nowhere())),
            must("1.3", "empty messages between others",
                    "Frames without a body are neither dropped nor merged, wherever they stand.",
                    trial -> trial.echo(emptyBetweenOthers(), Cut.nowhere())),
            must("1.4", "each message after the reply to the one before",
                    "A reply is sent as soon as its request is complete; the server does not wait for more.",
                    FramingCases::oneByOne));

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
}
