package io.github.minaprotobuf.codec;

import com.google.protobuf.MessageLite;
import java.util.List;
import java.util.function.Predicate;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.file.FileRegion;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;
import org.apache.mina.filter.ssl.SslFilter;

/**
 * Encode and decode: MINA's {@code ProtocolCodecFilter} with a shorter way for this codec, and two faults less.
 *
 * <pre>{@code
 * chain.addLast("protobuf", new ProtobufCodecFilter(ProtobufCodecFactory.of(Echo.getDefaultInstance())));
 * }</pre>
 *
 * <p><b>Speed.</b> MINA's filter takes each message through a queue of the thread, in both directions, and asks the decoder
 * anew for each. Here a message goes from the decoder to the next filter, and from the encoder to the previous one. All
 * frames of a read are one call of the decoder, so {@link CodecStatistics} learns of them when the handler is done with the
 * last.
 *
 * <p><b>Errors.</b> What the handler, or a filter between it and this one, throws as an {@code Error} goes to
 * {@code exceptionCaught} once, and no further: the session's next frame, all other sessions and new connections are
 * served. MINA's chain throws it on, and the I/O thread that it reaches serves nobody any more.
 *
 * <p><b>Another codec for the same session.</b> A handler may remove or replace this filter while it handles a message. The
 * bytes behind that message's frame, all that were read, go to the filter that stands in this one's place, or else to the
 * next one above. MINA's filter decodes that read to its end with the old codec.
 *
 * <p><b>Too much to write.</b> Frames are small, and replies may not be: the frames of one read can ask for more than the heap
 * holds. With {@code new ProtobufCodecFilter(codec, WriteBackpressureFilter::holdsReads)}, decoding stops after the message
 * whose reply is too much; the rest of that read, of which there is one at most, is kept, counts as {@linkplain
 * CodecStatistics#retainedBytes() retained}, and is decoded before the next read once the writes have left. MINA's filter
 * decodes a read to its end.
 *
 * <p><b>Messages that wait to be written.</b> A message takes up to a hundred times the heap of its frame, and limits count
 * frames. So a message that was encoded is let go, and not kept until its frame has left, unless the handler, or a filter
 * between it and this one, overrides {@code messageSent}, to which it is given then. This is looked at with the session's
 * first write. MINA's filter keeps it.
 *
 * <p>One instance serves any number of sessions, whose chains may each hold it once.
 */
public final class ProtobufCodecFilter extends ProtocolCodecFilter {

    /** The {@code Error} that {@code exceptionCaught} has been told of: MINA's chain tells it at each filter that it passes. */
    private static final AttributeKey TOLD = new AttributeKey(ProtobufCodecFilter.class, "told");

    private final CodecSettings settings;
    private final ProtobufDecoder decoder;
    private final ProtobufEncoder encoder;
    private final RetainedBytes budget;
    private final Predicate<IoSession> holdsReads;

    /**
     * A filter of this codec that decodes each read to its end.
     *
     * @param codec may serve other filters too
     * @throws IllegalArgumentException when {@code codec} is null
     */
    public ProtobufCodecFilter(ProtobufCodecFactory codec) {
        this(codec, session -> false);
    }

    /**
     * A filter of this codec that stops in the middle of a read when a filter before it says so.
     *
     * @param codec may serve other filters too
     * @param holdsReads whether decoding of that session has to wait, as {@code WriteBackpressureFilter.holdsReads} tells; is
     *     asked after each message. Whoever lets it go on sends an event up the chain then, of any kind.
     * @throws IllegalArgumentException when {@code codec} is null
     */
    public ProtobufCodecFilter(ProtobufCodecFactory codec, Predicate<IoSession> holdsReads) {
        super(codec);
        settings = codec.settings();
        this.holdsReads = holdsReads;
        decoder = codec.getDecoder(null);
        encoder = codec.getEncoder(null);
        budget = codec.budget();
    }

    /** Decodes the frames of a buffer, and frees it; whatever else comes passes by. */
    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        if (message instanceof IoBuffer in) {
            HeldRead held = HeldRead.of(session);
            if (held == null || !held.append(in.buf())) {
                decodeRead(nextFilter, session, in);
            } else {
                in.free();
            }
        } else {
            guard(session, () -> nextFilter.messageReceived(session, message));
        }
    }

    /** False when the rest is held back. */
    private boolean decodeRead(NextFilter nextFilter, IoSession session, IoBuffer in) {
        ChainSink sink = new ChainSink(this, nextFilter, session);
        decode(sink, in);
        while (in.hasRemaining() && sink.isInPlace()) {
            if (HeldRead.keep(session, in, budget, this::stops)) {
                in.free();
                return false;
            }
            decode(sink, in);
        }
        if (in.hasRemaining()) {
            sink.passOn(in);
        } else {
            in.free();
        }
        return true;
    }

    /** Whether the session's decoding has to wait. Not once it is closed: what was read is handled before its end is told. */
    boolean stops(IoSession session) {
        return holdsReads.test(session) && !session.getCloseFuture().isClosed();
    }

    /** Decodes what is held back, unless it has to wait on. */
    private void goOn(NextFilter nextFilter, IoSession session) {
        HeldRead held = HeldRead.of(session);
        if (held == null || stops(session)) {
            return;
        }
        IoBuffer in = held.take();
        while (in != null && decodeRead(nextFilter, session, in)) {
            in = held.more();
        }
    }

    private void decode(ChainSink sink, IoBuffer in) {
        while (in.hasRemaining() && sink.wantsMore()) {
            try {
                decoder.decode(sink.session(), in.buf(), sink);
            } catch (RecoverableProtocolDecoderException e) {
                sink.fail(e);
            } catch (ProtocolDecoderException e) {
                sink.fail(e);
                return; // position is lost, and all of the read is consumed
            } catch (Error e) { // of the decoder's own, with a heap that has no room at all: position is lost
                in.position(in.limit());
                sink.fail(e);
                sink.session().closeNow();
                return;
            }
        }
    }

    /**
     * Encodes a message; a buffer or a file passes by.
     *
     * @throws ProtocolEncoderException as {@link ProtobufEncoder#encode} does; MINA's chain hands it to the write's future
     *     and to the handler
     */
    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request)
            throws ProtocolEncoderException {
        Object message = request.getMessage();
        // Most are MessageLite; that they are no FileRegion, the JVM knows only after a look at all their interfaces.
        if (message instanceof MessageLite || !(message instanceof IoBuffer || message instanceof FileRegion)) {
            IoBuffer frame = encoder.frame(message);
            if (!SentMessages.areKept(session, this, request)) {
                nextFilter.filterWrite(session, new SentMessages.Frame(frame, request));
                return;
            }
            request.setMessage(frame);
        }
        nextFilter.filterWrite(session, request);
    }

    /** Remembers the place, for the bytes of a read that is being handled. */
    @Override
    public void onPreRemove(IoFilterChain parent, String name, NextFilter nextFilter) {
        if (!parent.getSession().getCloseFuture().isClosed()) { // then MINA empties the chain
            ChainSink.RemovedFrom.remember(parent, this);
        }
    }

    /**
     * Checks the order of the chain and its transport, and releases what a filter that this one has replaced retains: MINA does
     * not tell that filter.
     *
     * @throws IllegalStateException when an {@code SslFilter} stands between this filter and the handler, where it would
     *     be given messages to encrypt; or when the frames end with a datagram, and the transport is a stream
     */
    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        requireNoTlsAbove(parent);
        settings.requireTransportOf(parent.getSession());
        ChainSink.RemovedFrom.take(parent.getSession(), this);
        RetainedFrames.releaseOfReplaced(parent.getSession());
    }

    private void requireNoTlsAbove(IoFilterChain chain) {
        List<IoFilterChain.Entry> fromTheSocket = chain.getAll();
        for (int i = fromTheSocket.size() - 1; fromTheSocket.get(i).getFilter() != this; i--) {
            if (fromTheSocket.get(i).getFilter() instanceof SslFilter ssl) {
                throw new IllegalStateException(ssl.getClass().getSimpleName() + " must stand before "
                        + "ProtobufCodecFilter in the filter chain: add it first, nearer to the socket");
            }
        }
    }

    /** Releases what the session retains of a frame, and hands on what it has not decoded. */
    @Override
    public void onPostRemove(IoFilterChain parent, String name, NextFilter nextFilter) {
        IoSession session = parent.getSession();
        decoder.dispose(session);
        HeldRead held = HeldRead.of(session);
        IoBuffer rest = held == null ? null : held.take();
        while (rest != null) {
            IoBuffer in = rest;
            guard(session, () -> nextFilter.messageReceived(session, in));
            rest = held.more();
        }
    }

    /** Reports a frame that the session's end cuts short, then goes on. */
    @Override
    public void sessionClosed(NextFilter nextFilter, IoSession session) {
        goOn(nextFilter, session);
        decoder.finishDecode(session, null);
        guard(session, () -> nextFilter.sessionClosed(session));
    }

    @Override
    public void messageSent(NextFilter nextFilter, IoSession session, WriteRequest request) {
        try {
            nextFilter.messageSent(session, request);
        } catch (Error e) {
            endOf(e, session);
        }
    }

    @Override
    public void sessionCreated(NextFilter nextFilter, IoSession session) {
        guard(session, () -> nextFilter.sessionCreated(session));
    }

    @Override
    public void sessionOpened(NextFilter nextFilter, IoSession session) {
        guard(session, () -> nextFilter.sessionOpened(session));
    }

    @Override
    public void sessionIdle(NextFilter nextFilter, IoSession session, IdleStatus status) {
        guard(session, () -> nextFilter.sessionIdle(session, status));
    }

    @Override
    public void inputClosed(NextFilter nextFilter, IoSession session) {
        guard(session, () -> nextFilter.inputClosed(session));
    }

    @Override
    public void event(NextFilter nextFilter, IoSession session, FilterEvent event) {
        guard(session, () -> nextFilter.event(session, event));
        goOn(nextFilter, session);
    }

    /** Tells each {@code Error} once, though MINA's chain reports it at each filter that it passes. */
    @Override
    public void exceptionCaught(NextFilter nextFilter, IoSession session, Throwable cause) {
        if (!(cause instanceof Error) || session.setAttribute(TOLD, cause) != cause) {
            nextFilter.exceptionCaught(session, cause);
        }
    }

    private static void guard(IoSession session, Runnable call) {
        try {
            call.run();
        } catch (Error e) {
            endOf(e, session);
        }
    }

    /** Here an {@code Error} from above ends: MINA's chain has told the handler, and its caller is an I/O thread. */
    static void endOf(Error error, IoSession session) {
        session.removeAttribute(TOLD, error);
    }
}
