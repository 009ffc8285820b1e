package io.github.minaprotobuf.server;

import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.ssl.SslFilter;
import org.apache.mina.transport.socket.nio.NioSession;

/**
 * Closes sessions so that the peer gets all that was written. A socket that is closed while bytes of the peer are unread,
 * or that gets more of them, is reset, and what has not left the machine is lost. So: TLS's goodbye, then the end of this
 * side's stream; from there on, what the peer still sends is thrown away until it closes too.
 *
 * <p>Joins a session's chain, below TLS, when it is to close. Waits no longer than {@value #PATIENCE_SECONDS} s for the
 * peer to close.
 */
final class OrderlyCloseFilter extends IoFilterAdapter {

    private static final String NAME = "orderly-close";
    private static final int PATIENCE_SECONDS = 2;
    private static final long PATIENCE_NANOS = PATIENCE_SECONDS * 1_000_000_000L;

    private static final AttributeKey INPUT_CLOSED = new AttributeKey(OrderlyCloseFilter.class, "inputClosed");
    private static final AttributeKey CLOSING = new AttributeKey(OrderlyCloseFilter.class, "closing");
    private static final AttributeKey DEADLINE = new AttributeKey(OrderlyCloseFilter.class, "deadline");

    /** To be told when the peer has ended its side, so that nothing is waited for. */
    static void inputClosed(IoSession session) {
        session.setAttribute(INPUT_CLOSED);
    }

    static boolean isInputClosed(IoSession session) {
        return session.containsAttribute(INPUT_CLOSED);
    }

    /** Writes after this are lost, and nothing more is read. */
    static void close(IoSession session) {
        WriteBackpressureFilter.suspendRead(session);
        if (session.setAttribute(CLOSING) != null) {
            return;
        }
        joinChain(session);
        if (session.getFilterChain().contains(SslFilter.class)) {
            session.getFilterChain().remove(SslFilter.class); // which writes its goodbye
        }
        endOutputOnceWritten(session);
    }

    private static void joinChain(IoSession session) {
        IoFilterChain chain = session.getFilterChain();
        try {
            IoFilterChain.Entry first = chain.getEntry(WriteCoalescingFilter.class); // must stay first
            if (first == null) {
                chain.addFirst(NAME, new OrderlyCloseFilter());
            } else {
                first.addAfter(NAME, new OrderlyCloseFilter());
            }
        } catch (IllegalArgumentException e) {
            // the session was closed just now, and MINA has emptied its chain
            if (session.isConnected()) {
                throw e;
            }
        }
    }

    static boolean isClosing(IoSession session) {
        return session.containsAttribute(CLOSING);
    }

    @Override
    public void messageSent(NextFilter nextFilter, IoSession session, WriteRequest request) {
        nextFilter.messageSent(session, request);
        endOutputOnceWritten(session);
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        Long deadline = (Long) session.getAttribute(DEADLINE);
        if (deadline == null) {
            nextFilter.messageReceived(session, message);
        } else if (System.nanoTime() - deadline > 0) {
            session.closeNow();
        }
    }

    @Override
    public void inputClosed(NextFilter nextFilter, IoSession session) {
        inputClosed(session);
        if (session.containsAttribute(DEADLINE)) {
            session.closeNow();
        } else {
            nextFilter.inputClosed(session);
        }
    }

    private static void endOutputOnceWritten(IoSession session) {
        if (session.getScheduledWriteBytes() > 0) {
            return; // messageSent comes
        }
        if (session.containsAttribute(INPUT_CLOSED)) {
            session.closeNow();
        } else if (session.setAttributeIfAbsent(DEADLINE, System.nanoTime() + PATIENCE_NANOS) == null) {
            endOutput(session);
        }
    }

    private static void endOutput(IoSession session) {
        try {
            ((SocketChannel) ((NioSession) session).getChannel()).shutdownOutput();
            session.getConfig().setIdleTime(IdleStatus.BOTH_IDLE, PATIENCE_SECONDS);
            WriteBackpressureFilter.resumeRead(session);
        } catch (IOException e) {
            session.closeNow(); // the peer was faster
        }
    }
}
