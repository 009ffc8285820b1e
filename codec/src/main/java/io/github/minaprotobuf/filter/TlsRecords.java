package io.github.minaprotobuf.filter;

import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.FilterEvent;

/**
 * Stands for the rest of the chain where {@code SslFilter} hands on records: each becomes a {@link TlsRecord}, and a look is
 * taken at what waits.
 */
final class TlsRecords implements NextFilter {

    private final NextFilter chain;
    private final TlsSession tls;

    TlsRecords(NextFilter chain, TlsSession tls) {
        this.chain = chain;
        this.tls = tls;
    }

    @Override
    public void filterWrite(IoSession session, WriteRequest encrypted) {
        tls.handDown(chain, this, encrypted);
        tls.proceeded(chain);
    }

    @Override
    public void sessionCreated(IoSession session) {
        chain.sessionCreated(session);
    }

    @Override
    public void sessionOpened(IoSession session) {
        chain.sessionOpened(session);
    }

    @Override
    public void sessionClosed(IoSession session) {
        chain.sessionClosed(session);
    }

    @Override
    public void sessionIdle(IoSession session, IdleStatus status) {
        chain.sessionIdle(session, status);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        chain.exceptionCaught(session, cause);
    }

    @Override
    public void inputClosed(IoSession session) {
        chain.inputClosed(session);
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        tls.dataCame();
        chain.messageReceived(session, message);
    }

    @Override
    public void messageSent(IoSession session, WriteRequest request) {
        if (!(request instanceof PlainText)) { // which is acknowledged before it has left
            chain.messageSent(session, request);
        }
    }

    @Override
    public void filterClose(IoSession session) {
        chain.filterClose(session);
    }

    @Override
    public void event(IoSession session, FilterEvent event) {
        chain.event(session, event);
        tls.proceeded(chain);
    }
}
