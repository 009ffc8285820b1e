package io.github.minaprotobuf.filter;

import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.ssl.SslEvent;

/**
 * Closes sessions so that the peer gets all that was written to it.
 *
 * <pre>{@code
 * chain.addLast("orderly-close", new OrderlyCloseFilter());
 * ...
 * OrderlyCloseFilter.close(session);
 * }</pre>
 *
 * <p><b>Why.</b> {@code session.closeOnFlush()} waits for what is in the session's own queue, but not for what a filter, as
 * that of TLS, still holds. And a socket that is closed while bytes of the peer are unread, or that gets more of them, is
 * reset; what has not left the machine is lost then. So, in this order: this filter reads no more; waits until the last
 * write has left; says TLS's goodbye; ends this side of the stream; and throws away what the peer still sends until it
 * closes too, for {@value OrderlyEnd#PATIENCE_SECONDS} s at most.
 *
 * <p><b>When.</b>
 *
 * <ul>
 *   <li>When {@link #close} is called.
 *   <li>When the peer has ended its side of the stream: it waits for its replies, gets them, and is closed. The handler's
 *       {@code inputClosed} is not called, since that of MINA's adapters closes at once and so loses the replies. A peer that
 *       ends its side inside the TLS handshake is given {@value OrderlyEnd#HANDSHAKE_PATIENCE_SECONDS} s for the handshake's
 *       end.
 *   <li>When TLS fails: the alert that tells the peer why is sent, where a reset would overtake it. The handler's {@code
 *       exceptionCaught} is called before.
 * </ul>
 *
 * <p><b>Where.</b> Between an {@code SslFilter} and the codec, so that it sees each write before TLS holds it back. With
 * {@code ExecutorFilter}s behind it, what they have queued is handled, and replied to, before the end; as long as their
 * executor keeps a session's events in order. Works with any codec, on sockets; on other transports, it closes once the last
 * write has left.
 *
 * <p>One instance serves any number of sessions, written to and closed by any number of threads.
 */
public final class OrderlyCloseFilter extends IoFilterAdapter {

    private static final AttributeKey END = new AttributeKey(OrderlyCloseFilter.class, "end");

    private final Consumer<IoSession> handshakeAbandoned;

    /** Tells nobody of what it does. */
    public OrderlyCloseFilter() {
        this(session -> {});
    }

    /**
     * Tells of peers that gave up.
     *
     * @param handshakeAbandoned is told, in the I/O thread, of a session that is closed because its peer ended its side of
     *     the stream inside the TLS handshake, and this did not end either
     */
    public OrderlyCloseFilter(Consumer<IoSession> handshakeAbandoned) {
        this.handshakeAbandoned = handshakeAbandoned;
    }

    /**
     * Reads no more, and closes once all that was written has left, or cannot leave. Any thread; returns at once. What is
     * written after the last write has left is refused, with a {@link WriteToClosedSessionException}.
     *
     * @param session one with this filter in its chain; any other is closed by {@code session.closeOnFlush()}
     */
    public static void close(IoSession session) {
        if (session.getFilterChain().contains(OrderlyCloseFilter.class)) {
            endOf(session).begin();
        } else {
            session.closeOnFlush();
        }
    }

    /**
     * {@return whether the peer has ended its side of the stream}
     *
     * @param session any; without this filter in its chain, this is not known, and false
     */
    public static boolean isInputClosed(IoSession session) {
        return session.getAttribute(END) instanceof OrderlyEnd end && end.isInputClosed();
    }

    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        ChainOrder.check(parent, this);
    }

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) {
        if (endOf(session).admits(request)) {
            nextFilter.filterWrite(session, request);
        } else {
            request.getFuture().setException(new WriteToClosedSessionException(request));
        }
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        if (endOf(session).wantsReads()) {
            nextFilter.messageReceived(session, message);
        }
    }

    @Override
    public void messageSent(NextFilter nextFilter, IoSession session, WriteRequest request) {
        endOf(session).sent(request).ifPresent(written -> nextFilter.messageSent(session, written));
    }

    @Override
    public void inputClosed(NextFilter nextFilter, IoSession session) {
        endOf(session).inputClosed();
    }

    @Override
    public void event(NextFilter nextFilter, IoSession session, FilterEvent event) {
        nextFilter.event(session, event);
        if (event == SslEvent.SECURED) {
            endOf(session).handshakeDone();
        }
    }

    @Override
    public void exceptionCaught(NextFilter nextFilter, IoSession session, Throwable cause) {
        nextFilter.exceptionCaught(session, cause);
        if (cause instanceof SSLException) {
            endOf(session).tlsFailed();
        }
    }

    @Override
    public void sessionIdle(NextFilter nextFilter, IoSession session, IdleStatus status) {
        OrderlyEnd end = endOf(session);
        if (end.isInputClosed() && TlsFilter.isInHandshake(session)) {
            handshakeAbandoned.accept(session);
            session.closeNow();
        } else if (end.waitsForPeer()) {
            session.closeNow();
        } else {
            nextFilter.sessionIdle(session, status);
        }
    }

    private static OrderlyEnd endOf(IoSession session) {
        return SessionState.of(session, END, OrderlyEnd::new);
    }
}
