package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.CorruptedFrameException;
import io.github.minaprotobuf.codec.TruncatedFrameException;
import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteTimeoutException;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;
import org.apache.mina.filter.ssl.SslEvent;

/** Sends each message back, and decides what an error means for its session. */
final class EchoHandler extends IoHandlerAdapter {

    private static final int HANDSHAKE_PATIENCE_SECONDS = 5;

    private static final AttributeKey ERRORS = new AttributeKey(EchoHandler.class, "errors");

    private final int maxErrors;
    private final PeerLog log;

    /** @param maxErrors the most wrong frames of one session; the next one ends it */
    EchoHandler(int maxErrors, PeerLog log) {
        this.maxErrors = maxErrors;
        this.log = log;
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        Replies.of(session).write(message);
    }

    /** The client has sent its last frame and waits for replies: the default would close at once and lose them. */
    @Override
    public void inputClosed(IoSession session) {
        OrderlyCloseFilter.inputClosed(session);
        if (FrameTimeout.isInHandshake(session)) {
            // TLS may still work, in a thread of its own, on what came last: the handshake's end is to come, or the
            // alert that tells the client why not. Or neither, when the client sent less than that takes.
            WriteBackpressureFilter.suspendRead(session); // or the end of the stream is read again and again
            session.getConfig().setIdleTime(IdleStatus.BOTH_IDLE, HANDSHAKE_PATIENCE_SECONDS);
        } else {
            Replies.of(session).closeAfterLast();
        }
    }

    @Override
    public void event(IoSession session, FilterEvent event) {
        if (event == SslEvent.SECURED && OrderlyCloseFilter.isInputClosed(session)) {
            int ofOthers = session.getService().getSessionConfig().getIdleTime(IdleStatus.BOTH_IDLE);
            session.getConfig().setIdleTime(IdleStatus.BOTH_IDLE, ofOthers);
            Replies.of(session).closeAfterLast();
        }
    }

    /** Nothing came and nothing left: this ends clients that vanished, and those that never take their replies. */
    @Override
    public void sessionIdle(IoSession session, IdleStatus status) {
        if (OrderlyCloseFilter.isInputClosed(session) && FrameTimeout.isInHandshake(session)) {
            log.info(session, "closed by the peer inside the TLS handshake");
        } else if (!OrderlyCloseFilter.isClosing(session)) {
            log.info(session, "idle for " + session.getConfig().getIdleTime(status) + " s; closing");
        }
        session.closeNow();
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        if (cause instanceof TruncatedFrameException && OrderlyCloseFilter.isInputClosed(session)) {
            log.info(session, "closed by the peer: " + withoutPayload(cause)); // comes while this side closes, too
        } else if (session.isClosing()) {
            return;
        } else if (cause instanceof CorruptedFrameException) {
            log.warn(session, withoutPayload(cause) + "; closing");
            Replies.of(session).closeAfterLast();
        } else if (cause instanceof RecoverableProtocolDecoderException || cause instanceof ProtocolEncoderException) {
            wrongFrame(session, cause);
        } else if (cause instanceof SSLException) {
            log.warn(session, "TLS failed: " + cause.getMessage() + "; closing");
            OrderlyCloseFilter.close(session); // a reset would overtake the alert that tells the peer why
        } else if (cause instanceof WriteTimeoutException) {
            log.info(session, "took no reply for " + session.getConfig().getWriteTimeout() + " s; closing");
            session.closeNow();
        } else if (cause instanceof IOException) {
            log.info(session, "connection lost: " + cause.getMessage());
            session.closeNow();
        } else {
            log.error(session, cause);
            session.closeNow();
        }
    }

    private void wrongFrame(IoSession session, Throwable cause) {
        int errors =
                SessionState.of(session, ERRORS, unused -> new AtomicInteger()).incrementAndGet();
        if (errors <= maxErrors) {
            log.warn(session, withoutPayload(cause));
        } else {
            log.warn(session, withoutPayload(cause) + "; more than " + maxErrors + " errors, the limit; closing");
            session.closeNow();
        }
    }

    /** MINA appends bytes of the peer to a decoder's message; they have no place in a log. */
    private static String withoutPayload(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int dump = cause instanceof ProtocolDecoderException ? message.indexOf(" (Hexdump: ") : -1;
        return dump < 0 ? message : message.substring(0, dump);
    }
}
