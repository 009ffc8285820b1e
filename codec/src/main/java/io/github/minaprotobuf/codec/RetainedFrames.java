package io.github.minaprotobuf.codec;

import java.util.Optional;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolDecoder;

/**
 * What the sessions of one decoder retain between two reads: at most one unfinished frame each, in a session attribute
 * that is there only while the session is inside a frame. The attribute's key is the decoder, since two
 * {@code AttributeKey}s of one name are equal.
 *
 * <p>A frame belongs to the filter that brought its bytes. When that filter is no longer in the chain, the frame's rest will
 * not come, so what is retained is released, and a filter that comes later starts with a clean frame.
 */
final class RetainedFrames {

    /**
     * MINA's filter looks here for a decoder to dispose of when it is taken out of a chain, but never puts one there. An
     * equal key makes that work.
     */
    private static final AttributeKey DISPOSED_BY_MINA = new AttributeKey(ProtocolCodecFilter.class, "decoder");

    private final ProtocolDecoder decoder;

    RetainedFrames(ProtocolDecoder decoder) {
        this.decoder = decoder;
    }

    private record Retained(UnfinishedFrame frame, IoFilter owner) {

        /** False only when it is certain that the frame's rest does not come: the owner of some is not known. */
        boolean isAwaitedIn(IoSession session) {
            return owner == null || session.getFilterChain().contains(owner);
        }
    }

    /** Takes the frame that the session is inside of; null at a frame boundary. */
    UnfinishedFrame take(IoSession session, MessageSink sink) {
        Retained retained = remove(session);
        if (retained == null) {
            return null;
        }
        IoFilter now = sink.owner();
        if (retained.owner != null && now != null && retained.owner != now) {
            retained.frame.release(); // of a filter that was replaced, which MINA tells nobody
            return null;
        }
        return retained.frame;
    }

    /** Takes the frame that the session is inside of at its end. */
    Optional<UnfinishedFrame> takeLast(IoSession session) {
        return Optional.ofNullable(remove(session)).map(Retained::frame);
    }

    void put(IoSession session, UnfinishedFrame frame, MessageSink sink) {
        IoFilter owner = sink.owner();
        session.setAttribute(decoder, new Retained(frame, owner));
        if (owner != null) {
            session.setAttribute(DISPOSED_BY_MINA, decoder);
        }
        if (frame instanceof PartialBody body) {
            session.getCloseFuture().addListener(body); // the last resort, where no filter tells of the session's end
        }
    }

    /** The frame that the session is inside of. Any thread. */
    Optional<UnfinishedFrame> current(IoSession session) {
        return Optional.ofNullable((Retained) session.getAttribute(decoder))
                .filter(retained -> retained.isAwaitedIn(session))
                .map(Retained::frame);
    }

    /** Releases what is retained for a filter that is no longer in the chain. */
    void releaseUnlessAwaited(IoSession session) {
        Retained retained = (Retained) session.getAttribute(decoder);
        if (retained != null && !retained.isAwaitedIn(session) && remove(session) != null) {
            retained.frame.release();
        }
    }

    /** Has the codec that was last inside a frame release it, if its filter was replaced: MINA tells that nobody. */
    static void releaseOfReplaced(IoSession session) {
        if (session.getAttribute(DISPOSED_BY_MINA) instanceof ProtobufDecoder last) {
            last.dispose(session);
        }
    }

    private Retained remove(IoSession session) {
        if (session.getAttribute(decoder) == null) {
            return null; // most reads end with a frame, and to look takes no lock
        }
        Retained retained = (Retained) session.removeAttribute(decoder);
        if (retained != null) {
            session.removeAttribute(DISPOSED_BY_MINA, decoder);
            if (retained.frame instanceof PartialBody body) {
                session.getCloseFuture().removeListener(body);
            }
        }
        return retained;
    }
}
