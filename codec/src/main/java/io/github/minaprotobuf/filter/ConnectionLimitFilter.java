package io.github.minaprotobuf.filter;

import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.IoSession;

/**
 * Limits how many sessions are open at a time: one that comes when there are so many is closed at once. MINA accepts any
 * number.
 *
 * <pre>{@code
 * chain.addLast("connection-limit", new ConnectionLimitFilter(10_000, session -> log.warn("refused {}", session)));
 * }</pre>
 *
 * <p><b>Where.</b> Before all filters and handlers that are not to hear of a refused session; behind a {@link
 * WriteCoalescingFilter}, before an {@code SslFilter}. When it has admitted a session, it leaves that session's chain, and
 * costs nothing more. Works with any codec and transport.
 *
 * <p>One instance counts the sessions of all services that share it. Any number of I/O threads.
 */
public final class ConnectionLimitFilter extends IoFilterAdapter {

    private final Semaphore free;
    private final Consumer<IoSession> refused;

    /**
     * Refuses in silence.
     *
     * @param limit the most sessions that are open at a time
     * @throws IllegalArgumentException when less than 1
     */
    public ConnectionLimitFilter(int limit) {
        this(limit, session -> {});
    }

    /**
     * Tells of each session that it refuses.
     *
     * @param limit the most sessions that are open at a time
     * @param refused is called in the I/O thread, before the session is closed
     * @throws IllegalArgumentException when {@code limit} is less than 1
     */
    public ConnectionLimitFilter(int limit, Consumer<IoSession> refused) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + " sessions; must be 1 or more");
        }
        this.free = new Semaphore(limit);
        this.refused = refused;
    }

    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        ChainOrder.check(parent, this);
    }

    @Override
    public void sessionCreated(NextFilter nextFilter, IoSession session) {
        if (free.tryAcquire()) {
            session.getCloseFuture().addListener(closed -> free.release());
            nextFilter.sessionCreated(session);
            session.getFilterChain().remove(this);
        } else {
            refused.accept(session);
            session.closeNow();
        }
    }

    /** Comes for refused sessions alone, since this filter has left the chain of all others; so it ends here. */
    @Override
    public void sessionOpened(NextFilter nextFilter, IoSession session) {}

    /** As {@link #sessionOpened}: nobody was told that the session began. */
    @Override
    public void sessionClosed(NextFilter nextFilter, IoSession session) {}
}
