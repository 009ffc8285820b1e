package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.codec.TypedBytes;
import io.github.minaprotobuf.filter.TlsFilter;
import java.util.function.Consumer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.ssl.SslEvent;

/** Hands what happens on a session to its lane. */
final class LaneHandler extends IoHandlerAdapter {

    static final AttributeKey LANE = new AttributeKey(LaneHandler.class, "lane");

    private final Consumer<Error> broken;

    /** @param broken is told, on an I/O thread, of each error of this process, as of memory that ran out */
    LaneHandler(Consumer<Error> broken) {
        this.broken = broken;
    }

    @Override
    public void sessionOpened(IoSession session) {
        if (!TlsFilter.isInHandshake(session)) {
            lane(session).ready();
        }
    }

    @Override
    public void event(IoSession session, FilterEvent event) {
        if (event == SslEvent.SECURED) {
            lane(session).ready();
        }
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        lane(session).received(message instanceof TypedBytes typed ? typed.bytes() : (ByteString) message);
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

    /** Stands between the socket and the codec, so it sees each read as a whole. */
    static final class Reads extends IoFilterAdapter {
        @Override
        public void messageReceived(NextFilter nextFilter, IoSession session, Object bytes) {
            lane(session).read(() -> nextFilter.messageReceived(session, bytes));
        }
    }
}
