package io.github.minaprotobuf.filter;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.ssl.EncryptedWriteRequest;

/**
 * Stands for the rest of the chain where {@code SslFilter} hands on records: each gets a buffer of its own size, since
 * {@code SslFilter} makes them for three full records, and a look is taken at what waits.
 */
final class TlsRecords implements NextFilter {

    /**
     * Bytes of the first parts of an application's write, at least: full records, however short the peer wants them (RFC
     * 6066). {@code SslFilter} waits for those; they look like its own, which are shorter.
     */
    private static final int LEAST_PART = 512;

    private final NextFilter chain;
    private final TlsSession tls;

    TlsRecords(NextFilter chain, TlsSession tls) {
        this.chain = chain;
        this.tls = tls;
    }

    @Override
    public void filterWrite(IoSession session, WriteRequest record) {
        if (tls.admits(chain, record)) {
            WriteRequest trimmed = trimmed(record);
            chain.filterWrite(session, trimmed);
            tls.written(trimmed);
            tls.proceeded(chain);
        }
    }

    /** A request keeps the buffer that it was made with, so one whose end {@code SslFilter} does not wait for is made anew. */
    private static WriteRequest trimmed(WriteRequest record) {
        if (record.getMessage() instanceof IoBuffer buffer && buffer.capacity() > 2 * buffer.remaining()) {
            IoBuffer bytes = IoBuffer.allocate(buffer.remaining()).put(buffer).flip();
            buffer.free();
            if (TlsSession.isOwn(record) && bytes.remaining() < LEAST_PART) {
                return new EncryptedWriteRequest(bytes, null);
            }
            record.setMessage(bytes);
        }
        return record;
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
        chain.messageReceived(session, message);
    }

    @Override
    public void messageSent(IoSession session, WriteRequest request) {
        chain.messageSent(session, request);
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
