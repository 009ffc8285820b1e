package io.github.minaprotobuf.server;

import java.io.IOException;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each message back, and decides what an error means for its session. */
final class EchoHandler extends IoHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(EchoHandler.class);

    @Override
    public void messageReceived(IoSession session, Object message) {
        session.write(message);
    }

    /** The client has sent its last frame and waits for replies: the default would close at once and lose them. */
    @Override
    public void inputClosed(IoSession session) {
        // The end of the stream stays readable: without this, MINA would report it again on each pass of its loop.
        session.suspendRead();
        session.closeOnFlush();
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        if (cause instanceof RecoverableProtocolDecoderException || cause instanceof ProtocolEncoderException) {
            LOG.warn("{}: {}", peer(session), cause.getMessage());
        } else if (cause instanceof IOException) {
            LOG.info("{}: connection lost: {}", peer(session), cause.getMessage());
            session.closeNow();
        } else {
            LOG.error("{}: {}; closing", peer(session), cause.toString());
            session.closeNow();
        }
    }

    private static String peer(IoSession session) {
        return "session " + session.getId() + " " + session.getRemoteAddress();
    }
}
