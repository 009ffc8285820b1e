package io.github.minaprotobuf.filter;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferWrapper;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.ssl.DisableEncryptWriteRequest;
import org.apache.mina.filter.ssl.EncryptedWriteRequest;
import org.apache.mina.filter.ssl.SslFilter;

/**
 * TLS: MINA's {@code SslFilter}, mended for servers that many peers write to.
 *
 * <pre>{@code
 * chain.addLast("tls", new TlsFilter(sslContext));
 * }</pre>
 *
 * <ul>
 *   <li>Any number of writes may wait. (MINA's takes 64 while it waits for the socket, and throws {@code
 *       BufferOverflowException} at the next one.) All of them count as bytes that are scheduled to be written, so that a
 *       {@link WriteBackpressureFilter} further up sees them.
 *   <li>A peer that sends very small records ends its own session at worst. (MINA's calls itself once for each record of a
 *       read, so that many of them overflow the stack, which ends the I/O thread with all of its sessions.) So does what comes
 *       while a handshake waits to be computed by another thread; most of it is not read until then.
 *   <li>What TLS answers of its own accord counts too: of a peer that sends one KeyUpdate after another, and does not take
 *       the answers, reads stop as if they were replies; where the chain has no {@code WriteBackpressureFilter}, at 64 KiB.
 *       (MINA's answers without end.) One that sends more than 10,000 records without data, in all, is told {@code
 *       SSLException} of to {@code exceptionCaught}, and its session is closed: the JDK keeps some bytes of each KeyUpdate for
 *       as long as the session lives. A record that waits keeps no more memory than its length. (MINA's keeps a buffer for
 *       two to eight full ones, 33 to 133 KB.)
 *   <li>A connection of TLS 1.3 outlives its keys. (When one of them has encrypted as much as it may, 128 GiB, the JDK writes a
 *       KeyUpdate; the pipeline of MINA's that this filter uses writes other bytes in its place, and the peer gives up.)
 *   <li>A peer that asks for a renegotiation, which TLS 1.2 allows, is told {@code SSLException} of to {@code
 *       exceptionCaught}, and its session is closed: each one costs this side far more than the peer.
 *   <li>The DNS is not asked for each client's name. (MINA's does so in the I/O thread, which meanwhile serves nobody.)
 *   <li>Speaks TLS 1.3 and 1.2, unless told otherwise.
 * </ul>
 *
 * <p><b>Where.</b> Behind a {@link WriteCoalescingFilter}, which joins the records of small writes; before {@link
 * WriteBackpressureFilter}, {@link OrderlyCloseFilter} and the codec.
 *
 * <p>One instance serves any number of sessions, written to by any number of threads. Not to be configured by setters once
 * it is in use.
 */
public final class TlsFilter extends SslFilter {

    private static final String[] DEFAULT_PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final AttributeKey SESSION = new AttributeKey(TlsFilter.class, "session");

    private final Optional<SSLParameters> parameters;

    /**
     * With no certificate asked of clients.
     *
     * @param context has this side's keys and trust
     */
    public TlsFilter(SSLContext context) {
        this(context, Optional.empty());
    }

    /**
     * With the JDK's own settings: versions, cipher suites, what clients have to show.
     *
     * @param context has this side's keys and trust
     * @param parameters of each connection; what they leave open is the JDK's default, but for the versions
     */
    public TlsFilter(SSLContext context, SSLParameters parameters) {
        this(context, Optional.of(parameters));
    }

    private TlsFilter(SSLContext context, Optional<SSLParameters> parameters) {
        super(context);
        this.parameters = parameters;
        super.setEnabledProtocols(DEFAULT_PROTOCOLS);
        // The other pipeline of MINA 2.2.10 leaves what comes with the end of a handshake unread until more comes.
        super.setUseNonBlockingPipeline(false);
    }

    /**
     * {@return whether a session's TLS handshake is not over}
     *
     * @param session any; without an {@code SslFilter}, it has no handshake
     */
    public static boolean isInHandshake(IoSession session) {
        return session.getFilterChain().contains(SslFilter.class) && !session.containsAttribute(SSL_SECURED);
    }

    static boolean isIn(IoSession session) {
        return session.containsAttribute(SSL_HANDLER);
    }

    /** Whether this thread was called by the session's {@code SslHandler}, all of whose methods lock it. */
    static boolean isAtWorkInThisThread(IoSession session) {
        return Thread.holdsLock(lockOf(session));
    }

    /** What is locked while TLS works on the session; once the filter has left the chain, nothing that anybody else locks. */
    static Object lockOf(IoSession session) {
        Object handler = session.getAttribute(SSL_HANDLER);
        return handler == null ? new Object() : handler;
    }

    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) throws Exception {
        ChainOrder.check(parent, this);
        super.onPostAdd(parent, name, nextFilter);
    }

    /** Without an address, which {@code SslFilter} would look up in the DNS. */
    @Override
    protected SSLEngine createEngine(IoSession session, InetSocketAddress unused) {
        SSLEngine engine = super.createEngine(session, null);
        parameters.ifPresent(engine::setSSLParameters);
        sessionOf(session).connectBy(engine);
        return engine;
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) throws Exception {
        IoBuffer read = (IoBuffer) message;
        try {
            sessionOf(session).read(nextFilter, read);
        } finally {
            read.free();
        }
    }

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) {
        if (request instanceof DisableEncryptWriteRequest || request instanceof EncryptedWriteRequest) {
            nextFilter.filterWrite(session, request);
        } else {
            sessionOf(session).write(nextFilter, request);
        }
    }

    @Override
    public void messageSent(NextFilter nextFilter, IoSession session, WriteRequest record) throws Exception {
        TlsSession tls = sessionOf(session);
        if (isIn(session)) {
            super.messageSent(tls.recordsTo(nextFilter), session, record);
        } else if (record.getOriginalRequest() != record) { // this filter is just leaving the chain
            nextFilter.messageSent(session, record.getOriginalRequest());
        }
        if (record instanceof TlsRecord ofThisFilter) {
            tls.sent(nextFilter, ofThisFilter);
        }
    }

    private TlsSession sessionOf(IoSession session) {
        return SessionState.of(
                session,
                SESSION,
                unused -> new TlsSession(
                        (AbstractIoSession) session, this::decrypt, super::filterWrite, super::messageSent, EXECUTOR));
    }

    private void decrypt(NextFilter nextFilter, IoSession session, IoBuffer records) throws Exception {
        try {
            super.messageReceived(nextFilter, session, new Borrowed(records));
        } catch (StackOverflowError e) { // the handler has been told, by exceptionCaught
            session.closeNow();
        }
    }

    /**
     * A buffer that {@code SslFilter} is not to keep, nor to free: it copies what it has no use for yet, as it does with
     * derived buffers.
     */
    private static final class Borrowed extends IoBufferWrapper {
        Borrowed(IoBuffer buffer) {
            super(buffer);
        }

        @Override
        public boolean isDerived() {
            return true;
        }

        @Override
        public void free() {
            // messageReceived does
        }
    }
}
