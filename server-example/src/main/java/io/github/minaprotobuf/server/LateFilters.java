package io.github.minaprotobuf.server;

import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.session.IoSession;

/** Filters that join a session's chain when its end begins: until then, its frames need not pass through them. */
final class LateFilters {

    private LateFilters() {}

    /** Adds it below all but the filter that coalesces writes, which must stay first. */
    static void add(IoSession session, String name, IoFilter filter) {
        try {
            session.getFilterChain().addAfter(EchoServer.COALESCE, name, filter);
        } catch (IllegalArgumentException e) {
            // the session was closed just now, and MINA has emptied its chain
            if (session.isConnected()) {
                throw e;
            }
        }
    }
}
