package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;
import static io.github.minaprotobuf.client.check.Case.optional;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.example.Echo;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The rest of section 4: one message has many serialised forms, and a parser takes them all. */
final class RepresentationCases {

    /** Parsers give up at 100. */
    private static final int DEPTH = 90;

    static final List<Case> CASES = List.of(
            must(
                    "4.10",
                    "repeated numbers, packed and not",
                    "A parser takes both forms, mixed in one message too.",
                    trial -> echoHex(trial, "22 03 01 02 03", "20 01 20 02 20 03", "20 01 22 02 02 03 20 04")),
            must(
                    "4.11",
                    "a map with one key twice",
                    "Of entries with the same key, the last counts.",
                    trial -> echoHex(
                            trial,
                            "2a 06 0a 01 61 12 01 31  2a 06 0a 01 61 12 01 32",
                            "2a 06 12 01 31 0a 01 61  2a 00  2a 03 0a 01 62")),
            must(
                    "4.12",
                    "single fields twice",
                    "Of a field's values the last counts; messages are merged.",
                    trial -> echoHex(trial, "08 01 08 02", "12 01 61 12 01 62", "42 02 08 01 42 03 12 01 61")),
            must(
                    "4.13",
                    "default values written out",
                    "A zero that is sent means the same as one that is not.",
                    trial -> echoHex(trial, "08 00", "12 00", "1a 00", "22 00", "31 00 00 00 00 00 00 00 00", "38 00")),
            must(
                    "4.14",
                    "fields in no order, varints longer than they need to be",
                    "The order of fields and the length of a varint change nothing in the message.",
                    trial -> echoHex(trial, "38 02 12 01 61 08 07", "08 87 80 00", "92 80 00 01 61")),
            optional(
                    "4.15",
                    "unknown fields",
                    "Fields that the server's schema does not have are sent back.",
                    trial -> echoHex(trial, "98 06 2a", "a2 06 03 61 62 63", "08 07 9d 06 01 02 03 04 12 01 61")),
            must(
                    "4.16",
                    "90 levels of nesting",
                    "Depth within protobuf's limit of 100 is no error.",
                    trial -> trial.echo(List.of(nested()), Cut.nowhere())),
            must(
                    "4.17",
                    "a payload that looks like frames",
                    "What is inside a body is not looked at for frames.",
                    RepresentationCases::framesInside));

    private RepresentationCases() {}

    private static void echoHex(Trial trial, String... bodies) throws CaseFailure {
        trial.echoBodies(
                Stream.of(bodies)
                        .map(hex -> HexFormat.of().parseHex(hex.replace(" ", "")))
                        .toList(),
                Cut.nowhere());
    }

    private static Echo nested() {
        Echo message = Messages.empty();
        for (int depth = DEPTH; depth > 0; depth--) {
            message = Echo.newBuilder().setId(depth).setChild(message).build();
        }
        return message;
    }

    /** A read that ends inside such a body must not make a frame of the rest. */
    private static void framesInside(Trial trial) throws CaseFailure {
        List<byte[]> inside =
                Messages.numbered(200).stream().map(Echo::toByteArray).toList();
        byte[] frames = FrameStream.of(trial.wire(), inside).bytes();
        Echo message = Echo.newBuilder().setPayload(ByteString.copyFrom(frames)).build();
        trial.echo(List.of(message, message), Cut.every(97));
    }
}
