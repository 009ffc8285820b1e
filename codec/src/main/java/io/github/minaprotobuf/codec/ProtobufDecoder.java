package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.minaprotobuf.codec.UnfinishedFrame.LostPosition;
import io.github.minaprotobuf.codec.UnfinishedFrame.SkippedBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
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

    private static final ClassValue<Boolean> IS_FILTERS_OUTPUT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> output) {
            return output.getEnclosingClass() == ProtocolCodecFilter.class;
        }
    };

    private final FrameFormat format;
    private final BodyCodec<?> bodyCodec;
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
        this.format = format;
        this.bodyCodec = bodyCodec;
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
        while (doDecode(session, in, out) && !IS_FILTERS_OUTPUT.get(out.getClass())) {
            // the next frame
        }
    }

    /**
     * Decodes one frame, or takes all of {@code in} as part of one.
     *
     * @return whether bytes remain, all of them behind this frame
     */
    @Override
    protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        ByteBuffer bytes = in.buf();
        try {
            UnfinishedFrame unfinished = forget(session);
            if (unfinished != null) {
                continueFrame(session, unfinished, bytes, out);
            } else if (bytes.hasRemaining()) {
                beginFrame(session, bytes, out);
            }
        } catch (CorruptedFrameException e) {
            statistics.rejected();
            discard(session, new LostPosition(System.nanoTime()), bytes);
            throw e;
        } catch (ProtocolDecoderException e) {
            statistics.rejected();
            throw e;
        }
        return bytes.hasRemaining();
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

    private void beginFrame(IoSession session, ByteBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        int headerLength = format.headerLengthAt(in);
        if (headerLength <= in.remaining()) {
            beginBody(session, System::nanoTime, in, headerLength, in, out);
        } else {
            continueHeader(session, new PartialHeader(format), in, out);
        }
    }

    private void continueHeader(IoSession session, PartialHeader header, ByteBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        if (header.gather(in)) {
            beginBody(session, header::begun, header.bytes(), header.bytes().remaining(), in, out);
        } else {
            retain(session, header);
        }
    }

    /**
     * @param begun asked only when the frame does not end here: most do
     * @param header starts with the complete header: {@code in} itself, or what was gathered of it
     */
    @SuppressWarnings("ReferenceEquality") // whether it is the same buffer
    private void beginBody(
            IoSession session,
            LongSupplier begun,
            ByteBuffer header,
            int headerLength,
            ByteBuffer in,
            ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        int headerStart = header.position();
        long bodyLength = format.bodyLengthAt(header);
        header.position(headerStart + headerLength);
        if (bodyLength > maxFrameLength) {
            String hexDump = HexDump.of(header, headerStart, headerLength);
            continueSkipping(session, new SkippedBody(begun.getAsLong(), bodyLength), in);
            throw new FrameTooLongException(bodyLength, maxFrameLength, hexDump);
        }
        int kept = format.keepsHeader() ? headerLength : 0;
        if (bodyLength <= in.remaining() && (kept == 0 || header == in)) {
            in.position(in.position() - kept);
            decodeBody(in, kept, kept + (int) bodyLength, out);
        } else {
            ByteBuffer keptHeader = header.slice(headerStart, kept);
            PartialBody body = new PartialBody(begun.getAsLong(), budget, headerLength, keptHeader, (int) bodyLength);
            continueBody(session, body, in, out);
        }
    }

    private void continueBody(IoSession session, PartialBody body, ByteBuffer in, ProtocolDecoderOutput out)
            throws ProtocolDecoderException {
        if (body.isEmpty() && body.missing() <= in.remaining()) {
            decodeBody(in, 0, body.missing(), out);
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
            ByteBuffer gathered = body.bytes();
            decodeBody(gathered, body.keptLength(), gathered.remaining(), out);
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

    /**
     * Decodes the complete body at the position of {@code in}, and moves past it whatever comes of that.
     *
     * @param kept the bytes of header that come first, and are part of {@code length}
     */
    private void decodeBody(ByteBuffer in, int kept, int length, ProtocolDecoderOutput out)
            throws MalformedMessageException {
        int end = in.position() + length;
        try {
            out.write(parse(in, length));
        } finally {
            in.position(end);
        }
        statistics.decoded(length - kept);
    }

    private Object parse(ByteBuffer in, int bodyLength) throws MalformedMessageException {
        try {
            CodedInputStream body = open(in, bodyLength);
            Object message = bodyCodec.decode(body, bodyLength);
            body.checkLastTagWas(0);
            if (!body.isAtEnd()) {
                throw new InvalidProtocolBufferException(
                        "only " + body.getTotalBytesRead() + " bytes of the body were read");
            }
            return Objects.requireNonNull(message, "the body codec returned null");
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // These two are what a message can cause, and any Error costs MINA an I/O thread with all its sessions.
            throw new MalformedMessageException(bodyLength, e, HexDump.of(in, in.position(), bodyLength));
        }
    }

    /** In place: protobuf reads the buffer, on the heap or off it, and copies only what goes into the message. */
    private static CodedInputStream open(ByteBuffer in, int bodyLength) {
        int limit = in.limit();
        in.limit(in.position() + bodyLength);
        try {
            return CodedInputStream.newInstance(in);
        } finally {
            in.limit(limit);
        }
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
