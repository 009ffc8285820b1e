package io.github.minaprotobuf.codec;

import io.github.minaprotobuf.codec.UnfinishedFrame.LostPosition;
import io.github.minaprotobuf.codec.UnfinishedFrame.SkippedBody;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;

/**
 * Turns the bytes of a session, however they are cut, into messages: header, body, message, header, ...
 *
 * <p>One instance serves all sessions; a session's calls must come one at a time, as MINA makes them. What a frame
 * leaves behind at the end of a read is kept in a session attribute, never in the buffer of
 * {@link CumulativeProtocolDecoder}, which is copied whole on each read and shared by all decoders of a chain. The
 * attribute's key is this decoder, since two {@code AttributeKey}s of one name are equal. A session at a frame boundary
 * has no attribute.
 *
 * <p>Where a transport has no fragmentation (datagrams), frames do not span reads: what a datagram cuts off is a
 * {@link TruncatedFrameException}, and nothing is kept. {@link #setTransportMetadataFragmentation} with {@code false}
 * treats such a transport as a stream.
 */
public final class ProtobufDecoder extends CumulativeProtocolDecoder {

    private static final Class<?> OUTPUT_OF_MINAS_FILTER = Stream.of(ProtocolCodecFilter.class.getDeclaredClasses())
            .filter(ProtocolDecoderOutput.class::isAssignableFrom)
            .findAny()
            .orElseThrow(() -> new IllegalStateException("MINA's ProtocolCodecFilter has another structure"));

    private final Header header;
    private final boolean keepsHeader;
    private final BodyReader bodies;
    private final int maxFrameLength;
    private final RetainedBytes budget;
    private final CodecStatistics statistics;
    private volatile boolean heedsTransportMetadata = true;

    ProtobufDecoder(
            FrameFormat format,
            BodyCodec<?> bodyCodec,
            int maxFrameLength,
            RetainedBytes budget,
            CodecStatistics statistics) {
        this.header = format.header();
        this.keepsHeader = format.keepsHeader();
        this.bodies = new BodyReader(bodyCodec);
        this.maxFrameLength = maxFrameLength;
        this.budget = budget;
        this.statistics = statistics;
    }

    /** Default: true. With false, a transport without fragmentation is treated as a stream. */
    @Override
    public void setTransportMetadataFragmentation(boolean heedsTransportMetadata) {
        this.heedsTransportMetadata = heedsTransportMetadata;
    }

    /**
     * Decodes all of {@code in}, or throws with the position just past the bytes that the error is about: MINA calls
     * again with the rest when the exception is recoverable.
     *
     * <p>In MINA's filter, one frame each time; the filter calls again while bytes remain. Its output queue belongs to the
     * thread and not to the session: what waited there while a handler runs would reach the handler of whatever session
     * that one writes to in the same thread (an in-VM pipe), or pass by a second codec of the chain.
     */
    @Override
    public void decode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) throws ProtocolDecoderException {
        ByteBuffer bytes = in.buf();
        boolean oneFrame = out.getClass() == OUTPUT_OF_MINAS_FILTER;
        try {
            UnfinishedFrame unfinished = forget(session);
            if (unfinished != null) {
                continueFrame(session, unfinished, bytes, out);
                if (oneFrame) {
                    return;
                }
            }
            while (bytes.hasRemaining()) {
                if (!decodeWhole(bytes, oneFrame, out)) {
                    beginFrame(session, bytes, out);
                }
                if (oneFrame) {
                    return;
                }
            }
        } catch (CorruptedFrameException e) {
            statistics.rejected();
            discard(session, new LostPosition(System.nanoTime()), bytes);
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
    private boolean decodeWhole(ByteBuffer in, boolean oneFrame, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
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
                if (bodyLength > Math.min(maxFrameLength, rest)) {
                    break;
                }
                int kept = keepsHeader ? headerLength : 0;
                Object message = bodies.read(in, start + headerLength - kept, kept + (int) bodyLength);
                frames++;
                bodyBytes += bodyLength;
                out.write(message);
            } while (in.hasRemaining() && !oneFrame);
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
        UnfinishedFrame unfinished = forget(session);
        if (unfinished == null) {
            return;
        }
        unfinished.truncated().ifPresent(e -> {
            statistics.rejected();
            // Not thrown: that would keep sessionClosed from the handler.
            session.getFilterChain().fireExceptionCaught(e);
        });
    }

    private void continueFrame(IoSession session, UnfinishedFrame unfinished, ByteBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        if (unfinished instanceof PartialHeader header) {
            continueHeader(session, header, in, out);
        } else if (unfinished instanceof PartialBody body) {
            continueBody(session, body, in, out);
        } else if (unfinished instanceof SkippedBody body) {
            continueSkipping(session, body, in);
        } else if (unfinished instanceof LostPosition lost) {
            discard(session, lost, in);
        }
    }

    /** A frame whose end has not arrived, or that is too long. */
    private void beginFrame(IoSession session, ByteBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        int headerLength = header.lengthAt(in, in.position());
        if (headerLength <= in.remaining()) {
            beginBody(session, System::nanoTime, in, headerLength, in, out);
        } else {
            continueHeader(session, new PartialHeader(header), in, out);
        }
    }

    private void continueHeader(IoSession session, PartialHeader partial, ByteBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        if (partial.gather(in)) {
            beginBody(session, partial::begun, partial.bytes(), partial.bytes().remaining(), in, out);
        } else {
            retain(session, partial);
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
            ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        int headerStart = headerBytes.position();
        long bodyLength = header.bodyLengthAt(headerBytes, headerStart);
        headerBytes.position(headerStart + headerLength);
        if (bodyLength > maxFrameLength) {
            String hexDump = HexDump.of(headerBytes, headerStart, headerLength);
            continueSkipping(session, new SkippedBody(begun.getAsLong(), bodyLength), in);
            throw new FrameTooLongException(bodyLength, maxFrameLength, hexDump);
        }
        int kept = keepsHeader ? headerLength : 0;
        if (kept == 0 && bodyLength <= in.remaining()) { // its header came before
            decodeInPlace(in, (int) bodyLength, out);
        } else {
            ByteBuffer keptHeader = headerBytes.slice(headerStart, kept);
            PartialBody body = new PartialBody(begun.getAsLong(), budget, headerLength, keptHeader, (int) bodyLength);
            continueBody(session, body, in, out);
        }
    }

    private void continueBody(IoSession session, PartialBody body, ByteBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        if (body.isEmpty() && body.missing() <= in.remaining()) {
            decodeInPlace(in, body.missing(), out);
            return;
        }
        boolean complete;
        try {
            complete = body.gather(in);
        } catch (RetainedBytesLimitException e) {
            body.release();
            continueSkipping(session, new SkippedBody(body.begun(), body.missing()), in);
            throw e;
        }
        if (complete) {
            body.release();
            handOn(bodies.readOwned(body.complete()), body.bodyLength(), out);
        } else {
            retain(session, body);
        }
    }

    private void continueSkipping(IoSession session, SkippedBody body, ByteBuffer in) throws TruncatedFrameException {
        if (!body.skip(in)) {
            retain(session, body);
        }
    }

    private void discard(IoSession session, LostPosition lost, ByteBuffer in) throws TruncatedFrameException {
        in.position(in.limit());
        retain(session, lost);
    }

    private void decodeInPlace(ByteBuffer in, int bodyLength, ProtocolDecoderOutput out)
            throws MalformedMessageException {
        handOn(bodies.read(in, in.position(), bodyLength), bodyLength, out);
    }

    private void handOn(Object message, long bodyLength, ProtocolDecoderOutput out) {
        statistics.decoded(1, bodyLength);
        out.write(message);
    }

    private UnfinishedFrame forget(IoSession session) {
        UnfinishedFrame unfinished = (UnfinishedFrame) session.getAttribute(this);
        if (unfinished != null) {
            session.removeAttribute(this);
        }
        if (unfinished instanceof PartialBody body) {
            session.getCloseFuture().removeListener(body);
        }
        return unfinished;
    }

    private void retain(IoSession session, UnfinishedFrame unfinished) throws TruncatedFrameException {
        if (endsFrameWithRead(session)) {
            unfinished.release();
            Optional<TruncatedFrameException> truncated = unfinished.truncated();
            if (truncated.isPresent()) {
                throw truncated.get();
            }
            return;
        }
        session.setAttribute(this, unfinished);
        if (unfinished instanceof PartialBody body) {
            // Not in finishDecode, which does not come when this codec was taken out of the chain.
            session.getCloseFuture().addListener(body);
        }
    }

    private boolean endsFrameWithRead(IoSession session) {
        return heedsTransportMetadata && !session.getTransportMetadata().hasFragmentation();
    }
}
