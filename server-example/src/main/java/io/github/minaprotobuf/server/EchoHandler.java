package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.CorruptedFrameException;
import io.github.minaprotobuf.codec.TruncatedFrameException;
import io.github.minaprotobuf.filter.OrderlyCloseFilter;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteTimeoutException;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/** Sends each message back, and says what an error means for its session. The acceptor ends those that it must end. */
final class EchoHandler extends IoHandlerAdapter {

    private final PeerLog log;

    EchoHandler(PeerLog log) {
        this.log = log;
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        session.write(message);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        if (cause instanceof TruncatedFrameException && OrderlyCloseFilter.isInputClosed(session)) {
            log.info(session, "closed by the peer: " + withoutPayload(cause)); // comes while this side closes, too
        } else if (session.isClosing()) {
            return;
        } else if (cause instanceof CorruptedFrameException) {
            log.warn(session, withoutPayload(cause) + "; closing");
        } else if (cause instanceof RecoverableProtocolDecoderException || cause instanceof ProtocolEncoderException) {
            log.warn(session, withoutPayload(cause));
        } else if (cause instanceof SSLException) {
            log.warn(session, "TLS failed: " + cause.getMessage() + "; closing");
        } else if (cause instanceof WriteTimeoutException) {
            log.info(session, "took no reply for " + session.getConfig().getWriteTimeout() + " s; closing");
        } else if (cause instanceof IOException) {
            log.info(session, "connection lost: " + cause.getMessage());
        } else {
            log.error(session, cause);
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
