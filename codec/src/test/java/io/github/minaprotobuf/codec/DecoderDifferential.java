package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.codec.ReferenceDecoder.Kind;
import io.github.minaprotobuf.codec.ReferenceDecoder.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.filter.codec.ProtocolDecoderException;

/**
 * Compares the decoder, fed with chunks, with {@link ReferenceDecoder}, which sees all bytes at once: what the handler
 * gets and when it gets it, what a session retains, what the statistics count.
 *
 * <p>The entry point of the fuzzer (profile {@code fuzz}) and of {@link FuzzCorpusTest}; it needs no class of the
 * fuzzer.
 */
public final class DecoderDifferential {

    private static final String MALFORMED = "malformed";

    private final FuzzCase fuzzCase;
    private final ProtobufCodecFactory factory;
    private final Peer peer;
    private final List<Object> expected = new ArrayList<>();
    private long bytesDecoded;
    private long framesDecoded;

    private DecoderDifferential(FuzzCase fuzzCase, CodecFilter filter) {
        this.fuzzCase = fuzzCase;
        this.factory = fuzzCase.factory();
        this.peer = fuzzCase.datagrams() ? filter.onDatagrams(factory) : filter.onStream(factory);
    }

    /** The name that the fuzzer looks for. Whatever this throws is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        FuzzCase fuzzCase = FuzzCase.of(input);
        for (CodecFilter filter : CodecFilter.values()) {
            try {
                new DecoderDifferential(fuzzCase, filter).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(e.getMessage() + "\nwith the filter " + filter + ", " + fuzzCase, e);
            }
        }
    }

    private void run() {
        if (fuzzCase.datagrams()) {
            sendDatagrams();
        } else {
            sendStream();
        }
        peer.close();
        expected.add(Peer.SESSION_CLOSED);
        check(
                "events",
                expected,
                peer.events().stream().map(DecoderDifferential::describe).toList());
        check("no attribute after close", true, peer.isAtFrameBoundary());
        CodecStatistics statistics = factory.statistics();
        check("retained after close", 0L, statistics.retainedBytes());
        check("frames decoded", framesDecoded, statistics.framesDecoded());
        check("bytes decoded", bytesDecoded, statistics.bytesDecoded());
        check("frames rejected", expected.size() - 1 - framesDecoded, statistics.framesRejected());
    }

    /** A datagram is a stream of its own, whose end is its last byte. */
    private void sendDatagrams() {
        for (byte[] datagram : fuzzCase.chunks()) {
            fuzzCase.reference().decode(datagram).forEach(this::expect);
            peer.send(fuzzCase.bufferKind(), datagram);
            check("events so far", expected.size(), peer.events().size());
            check("no attribute after a datagram", true, peer.isAtFrameBoundary());
            check("retained after a datagram", 0L, factory.statistics().retainedBytes());
        }
    }

    private void sendStream() {
        List<Outcome> outcomes =
                fuzzCase.reference().decode(Wire.concat(fuzzCase.chunks().toArray(byte[][]::new)));
        int told = 0;
        int ended = 0;
        long frameStart = 0;
        long arrived = 0;
        for (byte[] chunk : fuzzCase.chunks()) {
            peer.send(fuzzCase.bufferKind(), chunk);
            arrived += chunk.length;
            while (told < outcomes.size() && outcomes.get(told).told() <= arrived) {
                told++;
            }
            while (ended < outcomes.size() && outcomes.get(ended).end() <= arrived) {
                frameStart = outcomes.get(ended++).end();
            }
            check("events so far", told, peer.events().size());
            check("no attribute at a frame boundary", arrived == frameStart, peer.isAtFrameBoundary());
            checkRetained(arrived - frameStart, told > ended);
        }
        outcomes.forEach(this::expect);
    }

    /** What a peer sent is all that it can make us hold, but for a constant factor. */
    private void checkRetained(long received, boolean skipped) {
        long retained = factory.statistics().retainedBytes();
        long most = received == 0 || skipped
                ? 0
                : Math.min(4 * received + 1024, fuzzCase.reference().limit());
        if (retained < 0 || retained > most) {
            throw new AssertionError("retained " + retained + " of at most " + most + " for " + received + " received");
        }
    }

    private void expect(Outcome outcome) {
        if (outcome.kind() != Kind.BODY) {
            expected.add(
                    outcome.kind() == Kind.REFUSED
                            ? refused(outcome.type())
                            : describe(outcome.kind(), outcome.received(), outcome.length()));
            return;
        }
        try {
            expected.add(parse(outcome));
            framesDecoded++;
            bytesDecoded += outcome.length();
        } catch (InvalidProtocolBufferException e) {
            expected.add(MALFORMED);
        }
    }

    private Object parse(Outcome outcome) throws InvalidProtocolBufferException {
        if (!fuzzCase.reference().isTyped()) {
            return fuzzCase.body().parse(outcome.body());
        }
        FuzzBody body = FuzzBody.of((int) outcome.type());
        Object message = body.parse(outcome.body());
        return body == FuzzBody.RAW ? TypedBytes.of((int) outcome.type(), (ByteString) message) : message;
    }

    private static String describe(Kind kind, long received, long length) {
        return kind + ", " + received + " bytes received, " + length + " declared";
    }

    private static String refused(long type) {
        return Kind.REFUSED + ", type " + type;
    }

    private static Object describe(Object event) {
        if (event instanceof ProtocolDecoderException e && e.getHexdump().length() > 3 * HexDump.MAX_BYTES) {
            return "a dump of " + e.getHexdump().length() + " characters: " + e;
        }
        if (event instanceof MalformedMessageException) {
            return MALFORMED;
        } else if (event instanceof FrameTooLongException e) {
            return describe(Kind.TOO_LONG, 0, e.declaredLength());
        } else if (event instanceof UnknownTypeException e) {
            return refused(Integer.toUnsignedLong(e.type()));
        } else if (event instanceof CompressedBodyException) {
            return refused(1);
        } else if (event instanceof CorruptedFrameException) {
            return describe(Kind.CORRUPTED, 0, 0);
        } else if (event instanceof TruncatedFrameException e) {
            return describe(Kind.TRUNCATED, e.receivedBytes(), e.expectedBytes());
        }
        return event;
    }

    private static void check(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + ", got " + actual);
        }
    }
}
