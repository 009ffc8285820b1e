package io.github.minaprotobuf.server;

import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * The replies of a session, and its end behind the last of them. {@code session.closeOnFlush()} waits for what is in the
 * session's own queue, but not for what a filter, as that of TLS, still holds.
 */
final class Replies {

    private static final AttributeKey LAST = new AttributeKey(Replies.class, "last");

    private Replies() {}

    static void write(IoSession session, Object message) {
        WriteFuture reply = session.write(message);
        if (reply.getException() == null) {
            session.setAttribute(LAST, reply);
        }
    }

    /** Reads no more, and closes once all replies have left, or cannot leave. */
    static void closeAfterLast(IoSession session) {
        WriteBackpressureFilter.suspendRead(session);
        WriteFuture last = (WriteFuture) session.getAttribute(LAST);
        if (last == null) {
            OrderlyCloseFilter.close(session);
        } else {
            last.addListener(done -> OrderlyCloseFilter.close(session));
        }
    }
}
