package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.example.Echo;
import java.util.List;

/** Section 6: how connections end. */
final class LifecycleCases {

    private static final int ONE_MIB = 1 << 20;

    static final Section SECTION = Section.of(6, "lifecycle",
            must("6.1", "half-close right after the last frame",
                    "A client that has sent its last frame still gets all replies; then the server closes.",
                    trial -> halfCloseAfter(trial, Messages.numbered(100))),
            must("6.2", "half-close with large replies on their way",
                    "Replies that do not fit into a socket's buffer are sent all the same before the server closes.",
                    trial -> halfCloseAfter(trial,
                            Messages.ofBodyLengths(trial.random(), ONE_MIB, ONE_MIB, ONE_MIB, ONE_MIB))),
            must("6.3", "half-close with nothing sent",
                    "A connection that ends before its first frame gets no reply; the server closes.",
                    trial -> halfCloseAfter(trial, List.of())));

    private LifecycleCases() {}

    private static void halfCloseAfter(Trial trial, List<Echo> messages) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            conversation.send(messages, Cut.nowhere());
            conversation.halfClose();
            conversation.expectReplies();
            conversation.expectEnd();
        }
    }
}
