package io.github.minaprotobuf.server;

import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * The replies of a session, and its end behind the last of them. {@code session.closeOnFlush()} waits for what is in the
 * session's own queue, but not for what a filter, as that of TLS, still holds.
 */
final class Replies {

    private static final AttributeKey REPLIES = new AttributeKey(Replies.class, "replies");

    private final IoSession session;
    private final AtomicReference<WriteFuture> last = new AtomicReference<>();

    private Replies(IoSession session) {
        this.session = session;
    }

    static Replies of(IoSession session) {
        return SessionState.of(session, REPLIES, Replies::new);
    }

    void write(Object message) {
        WriteFuture reply = session.write(message);
        if (reply.getException() == null) {
            last.setRelease(reply); // not volatile: that would be a fence for each reply
        }
    }

    /** Reads no more, and closes once all replies have left, or cannot leave. */
    void closeAfterLast() {
        WriteBackpressureFilter.suspendRead(session);
        WriteFuture reply = last.getAcquire();
        if (reply == null) {
            OrderlyCloseFilter.close(session);
        } else {
            reply.addListener(done -> OrderlyCloseFilter.close(session));
        }
    }
}
