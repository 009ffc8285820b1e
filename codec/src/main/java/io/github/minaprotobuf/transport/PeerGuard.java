package io.github.minaprotobuf.transport;

import io.github.minaprotobuf.codec.CorruptedFrameException;
import io.github.minaprotobuf.codec.DecoderFailureException;
import io.github.minaprotobuf.codec.RetainedBytesLimitException;
import io.github.minaprotobuf.filter.OrderlyCloseFilter;
import java.time.Duration;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/**
 * Stands above the codec, and ends sessions that are idle, that send too many wrong frames, or that have lost their
 * position in the stream. The handler is told first, and may have done so itself.
 */
final class PeerGuard extends IoFilterAdapter {

    private static final AttributeKey ERRORS = new AttributeKey(PeerGuard.class, "errors");

    private final int maxErrors;
    private final Duration idleTimeout;
    private final AcceptorListener listener;

    PeerGuard(ProtobufAcceptorBuilder settings) {
        maxErrors = settings.maxErrors;
        idleTimeout = settings.idleTimeout;
        listener = settings.listener;
    }

    @Override
    public void exceptionCaught(NextFilter nextFilter, IoSession session, Throwable cause) {
        nextFilter.exceptionCaught(session, cause);
        if (session.isClosing()) {
            return;
        }
        if (cause instanceof CorruptedFrameException) {
            OrderlyCloseFilter.close(session);
        } else if (isThePeersFault(cause)) {
            count(session);
        }
    }

    private static boolean isThePeersFault(Throwable cause) {
        return cause instanceof RecoverableProtocolDecoderException
                && !(cause instanceof RetainedBytesLimitException)
                && !(cause instanceof DecoderFailureException);
    }

    /** One thread at a time: the one that decodes. */
    private void count(IoSession session) {
        int errors = (Integer) session.getAttribute(ERRORS, 0) + 1;
        session.setAttribute(ERRORS, errors);
        if (errors > maxErrors) {
            listener.tooManyErrors(session, maxErrors);
            session.closeNow();
        }
    }

    @Override
    public void sessionIdle(NextFilter nextFilter, IoSession session, IdleStatus status) {
        nextFilter.sessionIdle(session, status);
        if (status == IdleStatus.BOTH_IDLE && !session.isClosing()) {
            listener.idle(session, idleTimeout);
            session.closeNow();
        }
    }
}
