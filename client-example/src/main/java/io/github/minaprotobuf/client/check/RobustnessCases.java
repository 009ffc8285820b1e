package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;
import static io.github.minaprotobuf.client.check.Case.strict;

import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.example.Echo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Section 5: bytes that no client should send. They may cost that client its connection, and nobody else anything. */
final class RobustnessCases {

    private static final Duration QUIET = Duration.ofMillis(300);

    private static final List<Case> FRAMES = List.of(
            must(
                            "5.9",
                            "a length of 2^31 - 1, and nothing behind it",
                            "A length over the limit is no reason to reserve memory, nor to stop serving others.",
                            RobustnessCases::declareTwoGib)
                    .isDisruptive(),
            must(
                            "5.10",
                            "negative and overflowing lengths",
                            "A length that is over the limit as unsigned, or negative as signed, is not answered.",
                            RobustnessCases::negativeLengths)
                    .isDisruptive(),
            must(
                            "5.11",
                            "ten bytes 0xFF",
                            "These bytes are no frame in any format: the server does not answer them.",
                            trial -> unanswered(trial, "ten 0xff", repeat(0xFF, 10)))
                    .isDisruptive(),
            strict(
                            "5.12",
                            "a length of more than five bytes",
                            "Such a varint is corrupt, even when all its bits are zero: it is not an empty frame.",
                            RobustnessCases::overlongVarints)
                    .onlyFor(Scope.VARINT_LENGTHS)
                    .isDisruptive(),
            must(
                            "5.13",
                            "an HTTP request",
                            "Bytes of another protocol are not answered.",
                            trial -> unanswered(trial, "an HTTP request", httpRequest()))
                    .isDisruptive(),
            strict(
                            "5.14",
                            "a frame marked as compressed",
                            "A body that the flag says is compressed is not read as if it were not.",
                            RobustnessCases::compressed)
                    .onlyFor(Scope.COMPRESSION_FLAGS)
                    .isDisruptive(),
            strict(
                            "5.15",
                            "100 connections that declare the limit and send a byte",
                            "Memory is taken for bytes that came, not for bytes that were declared.",
                            RobustnessCases::declareTheLimit)
                    .isDisruptive(),
            strict(
                            "5.16",
                            "four frames over the limit in a row",
                            "The bytes of frames that are refused are not kept.",
                            RobustnessCases::overTheLimitAgain)
                    .takingUpTo(Duration.ofSeconds(60))
                    .holdingLongestBodies(4)
                    .isDisruptive(),
            must(
                            "5.17",
                            "frames with bytes changed at random",
                            "Whatever one connection sends, others are served.",
                            MutationFuzz::run)
                    .takingUpTo(Duration.ofSeconds(30))
                    .isDisruptive());

    static final Section SECTION =
            Section.of(5, "robustness").and(MalformedCases.CASES).and(FRAMES);

    private RobustnessCases() {}

    private static void declareTwoGib(Trial trial) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            conversation.sendRaw("a header", trial.wire().header(Integer.MAX_VALUE));
            boolean closed = conversation.expectSilence(QUIET);
            Refusal refusal = closed ? Refusal.CLOSE : Refusal.SKIP;
            if (trial.policy().onOversize().filter(pinned -> pinned != refusal).isPresent()) {
                throw conversation.failure(trial.policy().onOversize().get().toString(), refusal.toString());
            }
        }
    }

    private static void negativeLengths(Trial trial) throws CaseFailure {
        Wire wire = trial.wire();
        List<byte[]> lengths = new ArrayList<>(List.of(
                wire.lengthField(0x8000_0000L), wire.lengthField(0x8000_0005L), wire.lengthField(0xFFFF_FFFFL)));
        if (wire.hasVarintLength()) {
            // Past 32 bits, and minus one as protobuf writes it.
            lengths.add(HexFormat.of().parseHex("ffffffff7f"));
            lengths.add(HexFormat.of().parseHex("ffffffffffffffffff01"));
        }
        for (byte[] length : lengths) {
            unanswered(trial, "a length", wire.headerSaying(length));
        }
    }

    private static void overlongVarints(Trial trial) throws CaseFailure {
        for (int bytes : new int[] {6, 10, 11, 20}) {
            byte[] length = repeat(0x80, bytes);
            length[bytes - 1] = 0;
            unanswered(trial, "a length of " + bytes + " bytes", trial.wire().headerSaying(length));
        }
    }

    /** A server may have lost its position with it, or answer the frame behind it. */
    private static void compressed(Trial trial) throws CaseFailure {
        byte[] body = Messages.numbered(1).get(0).toByteArray();
        byte[] header = trial.wire().compressedHeader(body.length);
        try (Conversation conversation = trial.connect()) {
            conversation.sendRaw("a frame with flag 1", concat(header, body));
            conversation.expectRefusal(Optional.empty());
        }
    }

    /** Sends these bytes and a good frame behind them, and half-closes: the server must answer neither. */
    private static void unanswered(Trial trial, String what, byte[] bytes) throws CaseFailure {
        try (Conversation conversation = trial.connect()) {
            byte[] frame = FrameStream.of(
                            trial.wire(), List.of(Messages.withAllFields().toByteArray()))
                    .bytes();
            conversation.sendRaw(what + ", then a frame", concat(bytes, frame));
            conversation.expectNothingMore();
        }
    }

    private static void declareTheLimit(Trial trial) throws CaseFailure {
        byte[] begin = concat(trial.wire().header(trial.policy().maxBodyLength()), new byte[] {8});
        List<Conversation> conversations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Conversation conversation = trial.connect();
            conversation.sendRaw("a frame's beginning", begin);
            conversations.add(conversation);
        }
        // The server sends nothing that would show when it has read them; so wait a moment.
        trial.pause(QUIET);
        trial.echo(Messages.numbered(10), Cut.every(1));
        conversations.forEach(Conversation::close);
    }

    private static void overTheLimitAgain(Trial trial) throws CaseFailure {
        Echo tooLong = Messages.ofBodyLength(trial.random(), trial.policy().maxBodyLength() + 1);
        FrameStream frame = FrameStream.of(trial.wire(), List.of(tooLong.toByteArray()));
        try (Conversation conversation = trial.connect()) {
            for (int i = 0; i < 4; i++) {
                conversation.sendRaw("a frame over the limit", frame, Cut.nowhere());
            }
            conversation.expectRefusal(trial.policy().onOversize());
        }
    }

    private static byte[] httpRequest() {
        return "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a browser\r\nAccept: */*\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] repeat(int value, int times) {
        byte[] bytes = new byte[times];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
