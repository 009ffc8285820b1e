package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;
import static io.github.minaprotobuf.client.check.Case.strict;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.example.Echo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** The first half of section 5: frames that are whole, with a body that is no message. */
final class MalformedCases {

    private static final int DEPTH = 20_000;

    static final List<Case> CASES = List.of(
            strict(
                            "5.1",
                            "a field that runs past the end",
                            "A body that ends inside a field is refused, not filled up.",
                            trial -> refused(trial, "12 05 61 62", "08", "31 00 00 00", "42 7f 08 01"))
                    .isDisruptive(),
            strict(
                            "5.2",
                            "field number 0",
                            "There is no such field: the body is refused.",
                            trial -> refused(trial, "00", "00 00", "08 01 02 01 61"))
                    .isDisruptive(),
            strict(
                            "5.3",
                            "wire types 6 and 7",
                            "There are no such types: the body is refused.",
                            trial -> refused(trial, "0e 01", "0f 01", "7e 00", "7f 00"))
                    .isDisruptive(),
            strict(
                            "5.4",
                            "text that is no UTF-8",
                            "A string of other bytes is refused: a lone continuation, a surrogate, a byte too few.",
                            trial -> refused(trial, "12 01 80", "12 03 ed a0 80", "12 02 c3 28", "12 02 e2 82"))
                    .isDisruptive(),
            strict(
                            "5.5",
                            "a number of more than ten bytes",
                            "A varint that does not end is refused.",
                            trial -> refused(trial, "08 ff ff ff ff ff ff ff ff ff ff ff 01"))
                    .isDisruptive(),
            strict(
                            "5.6",
                            "a group's end without its beginning",
                            "A body that stops at such a tag is refused, not cut short.",
                            trial -> refused(trial, "0c", "08 01 0c", "08 01 7c"))
                    .isDisruptive(),
            must(
                            "5.7",
                            "20,000 levels of nesting",
                            "Depth costs a message or a connection, not the server.",
                            MalformedCases::nested)
                    .isDisruptive(),
            strict(
                            "5.8",
                            "a malformed frame between good ones, in one write",
                            "Frames before a malformed one are answered, whatever becomes of those behind it.",
                            MalformedCases::betweenGoodOnes)
                    .isDisruptive());

    private MalformedCases() {}

    /** For each body, on a connection of its own: sends a good frame, the malformed one, and another good one. */
    private static void refused(Trial trial, String... bodies) throws CaseFailure {
        for (String hex : bodies) {
            try (Conversation conversation = trial.connect()) {
                conversation.send(Messages.numbered(1), Cut.nowhere());
                conversation.expectReplies();
                conversation.sendRaw("a malformed frame", frame(trial, bytes(hex)));
                conversation.expectRefusal(trial.policy().onMalformed());
            }
        }
    }

    private static void nested(Trial trial) throws CaseFailure {
        byte[] body = nestedBody();
        try (Conversation conversation = trial.connect()) {
            conversation.sendRaw(
                    "a message " + DEPTH + " levels deep", FrameStream.of(trial.wire(), List.of(body)), Cut.nowhere());
            conversation.expectReplyOrRefusal(body);
        }
    }

    private static void betweenGoodOnes(Trial trial) throws CaseFailure {
        List<byte[]> good =
                Messages.numbered(20).stream().map(Echo::toByteArray).toList();
        byte[] before = FrameStream.of(trial.wire(), good).bytes();
        byte[] malformed = frame(trial, bytes("08"));
        byte[] both = ByteBuffer.allocate(before.length + malformed.length)
                .put(before)
                .put(malformed)
                .array();
        try (Conversation conversation = trial.connect()) {
            conversation.sendRaw("20 frames and a malformed one", both);
            good.forEach(conversation::awaitReply);
            conversation.expectReplies();
            conversation.expectRefusal(trial.policy().onMalformed());
        }
    }

    /** Each level is a tag and the length of the next; no object of that depth is ever built. */
    private static byte[] nestedBody() {
        int[] lengths = new int[DEPTH];
        for (int i = 1; i < DEPTH; i++) {
            lengths[i] = lengths[i - 1]
                    + CodedOutputStream.computeTagSize(Echo.CHILD_FIELD_NUMBER)
                    + CodedOutputStream.computeUInt32SizeNoTag(lengths[i - 1]);
        }
        byte[] body = new byte[lengths[DEPTH - 1]];
        CodedOutputStream out = CodedOutputStream.newInstance(body);
        try {
            for (int i = DEPTH - 2; i >= 0; i--) {
                out.writeTag(Echo.CHILD_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(lengths[i]);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory does not fail", e);
        }
        return body;
    }

    private static byte[] frame(Trial trial, byte[] body) {
        return FrameStream.of(trial.wire(), List.of(body)).bytes();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
