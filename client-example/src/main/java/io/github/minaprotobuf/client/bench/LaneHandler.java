package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.example.Echo;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/** Hands what happens on a session to its lane. */
final class LaneHandler extends IoHandlerAdapter {

    static final AttributeKey LANE = new AttributeKey(LaneHandler.class, "lane");

    @Override
    public void messageReceived(IoSession session, Object message) {
        lane(session).received((Echo) message);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        lane(session).failed(cause.getClass().getSimpleName());
        session.closeNow();
    }

    @Override
    public void sessionClosed(IoSession session) {
        lane(session).failed("connection closed");
    }

    private static Lane lane(IoSession session) {
        return (Lane) session.getAttribute(LANE);
    }
}
