package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/** Hands what happens on a session to its lane. */
final class LaneHandler extends IoHandlerAdapter {

    static final AttributeKey LANE = new AttributeKey(LaneHandler.class, "lane");

    private final Consumer<Error> broken;

    /** @param broken hears, on an I/O thread, of what is this process's fault and not the server's: no memory, say */
    LaneHandler(Consumer<Error> broken) {
        this.broken = broken;
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        lane(session).received((ByteString) message);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof Error error) {
                broken.accept(error);
            }
        }
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
