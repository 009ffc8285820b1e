package io.github.minaprotobuf.server;

import io.github.minaprotobuf.transport.AcceptorListener;
import java.net.SocketAddress;
import java.time.Duration;
import org.apache.mina.core.session.IoSession;

/** What the acceptor does to sessions, one line each. */
record PeerEvents(PeerLog log) implements AcceptorListener {

    @Override
    public void connectionRefused(IoSession session, int maxConnections) {
        log.warn(session, "refused: " + maxConnections + " connections are open, the limit");
    }

    @Override
    public void descriptorsExhausted(SocketAddress peer) {
        log.warn(peer, "refused: no descriptors are left for it (ulimit -n)");
    }

    @Override
    public void idle(IoSession session, Duration idleTimeout) {
        log.info(session, "idle for " + Durations.format(idleTimeout) + "; closing");
    }

    @Override
    public void frameTimedOut(IoSession session, Duration frameTimeout) {
        log.warn(session, "a frame did not end within " + Durations.format(frameTimeout) + "; closing");
    }

    @Override
    public void handshakeTimedOut(IoSession session, Duration frameTimeout) {
        log.warn(session, "the TLS handshake did not end within " + Durations.format(frameTimeout) + "; closing");
    }

    @Override
    public void handshakeAbandoned(IoSession session) {
        log.info(session, "closed by the peer inside the TLS handshake");
    }

    @Override
    public void tooManyErrors(IoSession session, int maxErrors) {
        log.warn(session, "more than " + maxErrors + " errors, the limit; closing");
    }
}
