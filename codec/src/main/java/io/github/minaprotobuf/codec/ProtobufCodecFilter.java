package io.github.minaprotobuf.codec;

import com.google.protobuf.MessageLite;
import java.util.List;
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
 * <p>One instance serves any number of sessions, whose chains may each hold it once.
 */
public final class ProtobufCodecFilter extends ProtocolCodecFilter {

    /** The {@code Error} that {@code exceptionCaught} has been told of: MINA's chain tells it at each filter that it passes. */
    private static final AttributeKey TOLD = new AttributeKey(ProtobufCodecFilter.class, "told");

    private final ProtobufDecoder decoder;
    private final ProtobufEncoder encoder;

    /**
     * A filter of this codec.
     *
     * @param codec may serve other filters too
     * @throws IllegalArgumentException when {@code codec} is null
     */
    public ProtobufCodecFilter(ProtobufCodecFactory codec) {
        super(codec);
        decoder = codec.getDecoder(null);
        encoder = codec.getEncoder(null);
    }

    /** Decodes the frames of a buffer, and frees it; whatever else comes passes by. */
    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        if (message instanceof IoBuffer in) {
            ChainSink sink = new ChainSink(this, nextFilter, session);
            decode(sink, in);
            if (in.hasRemaining()) {
                sink.passOn(in);
            } else {
                in.free();
            }
        } else {
            guard(session, () -> nextFilter.messageReceived(session, message));
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
            request.setMessage(encoder.frame(message));
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
     * Checks the order of the chain, and releases what a filter that this one has replaced retains: MINA does not tell that
     * filter.
     *
     * @throws IllegalStateException when an {@code SslFilter} stands between this filter and the handler, where it would
     *     be given messages to encrypt
     */
    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        requireNoTlsAbove(parent);
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

    /** Releases what the session retains of a frame. */
    @Override
    public void onPostRemove(IoFilterChain parent, String name, NextFilter nextFilter) {
        decoder.dispose(parent.getSession());
    }

    /** Reports a frame that the session's end cuts short, then goes on. */
    @Override
    public void sessionClosed(NextFilter nextFilter, IoSession session) {
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
