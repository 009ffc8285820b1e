package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/** Hands what happens on a session to its lane. */
final class LaneHandler extends IoHandlerAdapter {

    static final AttributeKey LANE = new AttributeKey(LaneHandler.class, "lane");

    @Override
    public void messageReceived(IoSession session, Object message) {
        lane(session).received((ByteString) message);
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

    /** Stands before the codec, and so knows where a read begins and ends. */
    static final class Reads extends IoFilterAdapter {
        @Override
        public void messageReceived(NextFilter nextFilter, IoSession session, Object bytes) {
            lane(session).read(() -> nextFilter.messageReceived(session, bytes));
        }
    }
}
