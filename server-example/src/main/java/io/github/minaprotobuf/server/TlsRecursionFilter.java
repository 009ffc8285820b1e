package io.github.minaprotobuf.server;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/**
 * Stands below an {@code SslFilter}, which calls itself once for each record that it has: a peer that sends very small
 * ones can overflow the stack, and MINA ends the I/O thread, with all of its sessions, on any {@code Error}. Here it ends
 * the peer's session only. (Reads of up to {@value #READ_BUFFER} bytes are too small for that, but what comes while a
 * handshake's task runs is put together.)
 */
final class TlsRecursionFilter extends IoFilterAdapter {

    /** Bytes that one read takes at most: 2,700 records of the smallest kind, a third of what a stack of 1 MiB takes. */
    static final int READ_BUFFER = 16 << 10;

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        try {
            nextFilter.messageReceived(session, message);
        } catch (StackOverflowError e) { // the handler has been told, by exceptionCaught
            session.closeNow();
        }
    }
}
