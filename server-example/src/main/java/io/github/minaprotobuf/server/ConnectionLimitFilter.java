package io.github.minaprotobuf.server;

import java.util.concurrent.Semaphore;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * Closes each connection over the limit at once: no filter further up, and no handler, hears of it. Leaves the chain of
 * one that it admits. One instance counts the sessions of all services that share it.
 */
final class ConnectionLimitFilter extends IoFilterAdapter {

    private final int limit;
    private final Semaphore free;
    private final PeerLog log;

    ConnectionLimitFilter(int limit, PeerLog log) {
        this.limit = limit;
        this.free = new Semaphore(limit);
        this.log = log;
    }

    @Override
    public void sessionCreated(NextFilter nextFilter, IoSession session) {
        if (free.tryAcquire()) {
            session.getCloseFuture().addListener(closed -> free.release());
            nextFilter.sessionCreated(session);
            session.getFilterChain().remove(this);
        } else {
            log.warn(session, "refused: " + limit + " connections are open, the limit");
            session.closeNow();
        }
    }

    /** Of a refused one, as the next. */
    @Override
    public void sessionOpened(NextFilter nextFilter, IoSession session) {}

    @Override
    public void sessionClosed(NextFilter nextFilter, IoSession session) {}
}
