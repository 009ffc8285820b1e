package io.github.minaprotobuf.codec;

import io.github.minaprotobuf.codec.UnfinishedFrame.LostPosition;
import io.github.minaprotobuf.codec.UnfinishedFrame.SkippedBody;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;

/**
 * Turns the bytes of a session, however they are cut, into messages: header, body, message, header, ...
 *
 * <p>One instance serves all sessions; a session's calls must come one at a time, as MINA makes them. What a frame
 * leaves behind at the end of a read is kept in a session attribute, never in the buffer of
 * {@link CumulativeProtocolDecoder}, which is copied whole on each read and shared by all decoders of a chain. A session at
 * a frame boundary has no attribute.
 *
 * <p>Where a transport has no fragmentation (datagrams), frames do not span reads: what a datagram cuts off is a
 * {@link TruncatedFrameException}, and nothing is kept.
 */
public final class ProtobufDecoder extends CumulativeProtocolDecoder {

    private final Header header;
    private final BodyTypes bodies;
    private final int maxBodyLength;
    private final RetainedBytes budget;
    private final CodecStatistics statistics;
    private final boolean heedsTransportMetadata;
    private final RetainedFrames retained = new RetainedFrames(this);

    ProtobufDecoder(CodecSettings settings, BodyTypes bodies, RetainedBytes budget, CodecStatistics statistics) {
        this.header = settings.frameFormat().header();
        this.bodies = bodies;
        this.maxBodyLength = settings.maxBodyLength();
        this.heedsTransportMetadata = settings.heedsTransportMetadata();
        this.budget = budget;
        this.statistics = statistics;
    }

    /**
     * Refused: one decoder serves all sessions, and does not change under them.
     *
     * @throws UnsupportedOperationException always; see
     *     {@link ProtobufCodecFactory.Builder#transportMetadataFragmentation}
     */
    @Override
    public void setTransportMetadataFragmentation(boolean heedsTransportMetadata) {
        throw new UnsupportedOperationException("a codec that sessions share does not change: call"
                + " transportMetadataFragmentation(" + heedsTransportMetadata + ") on the factory's builder");
    }

    /**
     * Decodes all of {@code in}, or throws with the position just past the bytes that the error is about: MINA calls
     * again with the rest when the exception is recoverable. In MINA's filter, one message each time; the filter calls
     * again while bytes remain.
     */
    @Override
    public void decode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) throws ProtocolDecoderException {
        decode(session, in.buf(), MessageSink.of(session, out));
    }

    /** Decodes as long as bytes remain and the sink wants more. */
    void decode(IoSession session, ByteBuffer in, MessageSink sink) throws ProtocolDecoderException {
        try {
            UnfinishedFrame unfinished = retained.take(session, sink);
            if (unfinished != null) {
                continueFrame(session, unfinished, in, sink);
            }
            while (in.hasRemaining() && sink.wantsMore()) {
                if (!decodeWhole(in, sink)) {
                    beginFrame(session, in, sink);
                }
            }
        } catch (CorruptedFrameException e) {
            statistics.rejected();
            discard(session, new LostPosition(System.nanoTime()), in, sink);
            throw e;
        } catch (ProtocolDecoderException e) {
            statistics.rejected();
            throw e;
        }
    }

    /** Not what {@link #decode} uses: frames are no business of the inherited buffer. */
    @Override
    protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        decode(session, in, out);
        return in.hasRemaining();
    }

    /**
     * The fast path: frames that are complete in {@code in}, in place.
     *
     * @return whether there was one
     */
    private boolean decodeWhole(ByteBuffer in, MessageSink sink) throws ProtocolDecoderException {
        int frames = 0;
        long bodyBytes = 0;
        try {
            do {
                int start = in.position();
                int headerLength = header.lengthAt(in, start);
                int rest = in.limit() - start - headerLength;
                if (rest < 0) {
                    break;
                }
                long bodyLength = header.bodyLengthAt(in, start);
                BodyPlan plan = bodies.planOf(header.typeAt(in, start));
                if (bodyLength > Math.min(maxBodyLength, rest) || !(plan instanceof WholeBodyDecoder decoder)) {
                    break;
                }
                Object message = BodyReader.read(decoder, in, start + headerLength, (int) bodyLength);
                frames++;
                bodyBytes += bodyLength;
                sink.accept(message);
            } while (in.hasRemaining() && sink.wantsMore());
        } finally {
            if (frames > 0) {
                statistics.decoded(frames, bodyBytes);
            }
        }
        return frames > 0;
    }

    /** Reports a frame that the session's end cut short. MINA calls this once, before {@code sessionClosed}. */
    @Override
    public void finishDecode(IoSession session, ProtocolDecoderOutput out) {
        retained.takeLast(session).ifPresent(unfinished -> {
            unfinished.release();
            unfinished.truncated().ifPresent(e -> {
                statistics.rejected();
                // Not thrown: that would keep sessionClosed from the handler.
                session.getFilterChain().fireExceptionCaught(e);
            });
        });
    }

    /** Releases what the session retains of a frame, once the filter that brought it has left the chain. Any thread. */
    @Override
    public void dispose(IoSession session) {
        retained.releaseUnlessAwaited(session);
    }

    /** The frame that the session is inside of. Any thread. */
    Optional<UnfinishedFrame> unfinishedFrame(IoSession session) {
        return retained.current(session);
    }

    private void continueFrame(IoSession session, UnfinishedFrame unfinished, ByteBuffer in, MessageSink sink)
            throws ProtocolDecoderException {
        if (unfinished instanceof PartialHeader header) {
            continueHeader(session, header, in, sink);
        } else if (unfinished instanceof PartialBody body) {
            continueBody(session, body, in, sink);
        } else if (unfinished instanceof SkippedBody body) {
            continueSkipping(session, body, in, sink);
        } else if (unfinished instanceof LostPosition lost) {
            discard(session, lost, in, sink);
        }
    }

    /** A frame whose end has not arrived, or whose body is refused. */
    private void beginFrame(IoSession session, ByteBuffer in, MessageSink sink) throws ProtocolDecoderException {
        int headerLength = header.lengthAt(in, in.position());
        if (headerLength <= in.remaining()) {
            beginBody(session, System::nanoTime, in, headerLength, in, sink);
        } else {
            continueHeader(session, new PartialHeader(header), in, sink);
        }
    }

    private void continueHeader(IoSession session, PartialHeader partial, ByteBuffer in, MessageSink sink)
            throws ProtocolDecoderException {
        if (partial.gather(in)) {
            beginBody(session, partial::begun, partial.bytes(), partial.bytes().remaining(), in, sink);
        } else {
            retain(session, partial, sink);
        }
    }

    /**
     * @param begun asked only when the frame does not end here: most do
     * @param headerBytes starts with the complete header: {@code in} itself, or what was gathered of it
     */
    private void beginBody(
            IoSession session,
            LongSupplier begun,
            ByteBuffer headerBytes,
            int headerLength,
            ByteBuffer in,
            MessageSink sink)
            throws ProtocolDecoderException {
        int headerStart = headerBytes.position();
        long bodyLength = header.bodyLengthAt(headerBytes, headerStart);
        int type = header.typeAt(headerBytes, headerStart);
        BodyPlan plan = bodies.planOf(type);
        headerBytes.position(headerStart + headerLength);
        if (bodyLength <= maxBodyLength && plan instanceof WholeBodyDecoder) {
            PartialBody body = new PartialBody(begun.getAsLong(), budget, headerLength, type, (int) bodyLength);
            continueBody(session, body, in, sink);
            return;
        }
        String headerDump = HexDump.of(headerBytes, headerStart, headerLength);
        continueSkipping(session, new SkippedBody(begun.getAsLong(), bodyLength), in, sink);
        if (bodyLength <= maxBodyLength && plan instanceof BodyPlan.Refusal refusal) {
            throw refusal.of((int) bodyLength, headerDump);
        }
        String hint = Misreading.hint(header, bodyLength, maxBodyLength, headerBytes, headerStart, headerLength);
        throw new FrameTooLongException(bodyLength, maxBodyLength, hint, headerDump);
    }

    private void continueBody(IoSession session, PartialBody body, ByteBuffer in, MessageSink sink)
            throws ProtocolDecoderException {
        if (body.isEmpty() && body.missing() <= in.remaining()) {
            decodeInPlace(decoderOf(body), in, body.missing(), sink);
            return;
        }
        boolean complete;
        try {
            complete = body.gather(in);
        } catch (RetainedBytesLimitException e) {
            body.release();
            continueSkipping(session, new SkippedBody(body.begun(), body.missing()), in, sink);
            throw e;
        }
        if (complete) {
            body.release();
            handOn(BodyReader.readOwned(decoderOf(body), body.complete()), body.bodyLength(), sink);
        } else {
            retain(session, body, sink);
        }
    }

    /** Bodies that are refused are not gathered. */
    private WholeBodyDecoder decoderOf(PartialBody body) {
        return (WholeBodyDecoder) bodies.planOf(body.type());
    }

    private void continueSkipping(IoSession session, SkippedBody body, ByteBuffer in, MessageSink sink)
            throws TruncatedFrameException {
        if (!body.skip(in)) {
            retain(session, body, sink);
        }
    }

    private void discard(IoSession session, LostPosition lost, ByteBuffer in, MessageSink sink)
            throws TruncatedFrameException {
        in.position(in.limit());
        retain(session, lost, sink);
    }

    private void decodeInPlace(WholeBodyDecoder decoder, ByteBuffer in, int bodyLength, MessageSink sink)
            throws ProtocolDecoderException {
        handOn(BodyReader.read(decoder, in, in.position(), bodyLength), bodyLength, sink);
    }

    private void handOn(Object message, long bodyLength, MessageSink sink) {
        statistics.decoded(1, bodyLength);
        sink.accept(message);
    }

    private void retain(IoSession session, UnfinishedFrame unfinished, MessageSink sink)
            throws TruncatedFrameException {
        if (endsFrameWithRead(session)) {
            unfinished.release();
            Optional<TruncatedFrameException> truncated = unfinished.truncated();
            if (truncated.isPresent()) {
                throw truncated.get();
            }
        } else {
            retained.put(session, unfinished, sink);
        }
    }

    private boolean endsFrameWithRead(IoSession session) {
        return heedsTransportMetadata && !session.getTransportMetadata().hasFragmentation();
    }
}
