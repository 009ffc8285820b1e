package io.github.minaprotobuf.server;

import io.github.minaprotobuf.transport.AcceptorListener;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What peers do, and what the acceptor does to them: one line each, with the session's id and the peer's address. So many
 * in {@value #WINDOW_SECONDS} seconds as a {@link LogWindow} admits; at the end of that time, one line says what was left
 * out. Any thread.
 */
final class PeerLog implements AcceptorListener {

    private static final int WINDOW_SECONDS = 10;
    private static final long WINDOW_NANOS = Duration.ofSeconds(WINDOW_SECONDS).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(PeerLog.class);

    private LogWindow window = new LogWindow();
    private long windowStart = System.nanoTime() - WINDOW_NANOS;

    @Override
    public void connectionRefused(IoSession session, int maxConnections) {
        warn(session, "refused: " + Count.of(maxConnections, "connection") + " open, the limit");
    }

    @Override
    public void descriptorsExhausted(SocketAddress peer) {
        if (admits(peer)) {
            LOG.warn("{}: refused: no descriptors are left for it (ulimit -n)", peer);
        }
    }

    @Override
    public void idle(IoSession session, Duration idleTimeout) {
        info(session, "idle for " + Durations.format(idleTimeout) + "; closing");
    }

    @Override
    public void frameTimedOut(IoSession session, Duration frameTimeout) {
        warn(session, "a frame did not end within " + Durations.format(frameTimeout) + "; closing");
    }

    @Override
    public void handshakeTimedOut(IoSession session, Duration frameTimeout) {
        warn(session, "the TLS handshake did not end within " + Durations.format(frameTimeout) + "; closing");
    }

    @Override
    public void handshakeAbandoned(IoSession session) {
        info(session, "closed by the peer inside the TLS handshake");
    }

    @Override
    public void tooManyErrors(IoSession session, int maxErrors) {
        warn(session, "more than " + maxErrors + " errors, the limit; closing");
    }

    /** The peer's doing, and something was refused. */
    void warn(IoSession session, String event) {
        if (admits(session.getRemoteAddress())) {
            LOG.warn("session {} {}: {}", session.getId(), session.getRemoteAddress(), event);
        }
    }

    /** Ordinary life. */
    void info(IoSession session, String event) {
        if (admits(session.getRemoteAddress())) {
            LOG.info("session {} {}: {}", session.getId(), session.getRemoteAddress(), event);
        }
    }

    /** This program's own mistake, or a full heap; with a trace. */
    void error(IoSession session, Throwable cause) {
        if (admits(session.getRemoteAddress())) {
            LOG.error(
                    "session {} {}: closing after an unexpected error",
                    session.getId(),
                    session.getRemoteAddress(),
                    cause);
        }
    }

    private synchronized boolean admits(SocketAddress peer) {
        long now = System.nanoTime();
        if (now - windowStart >= WINDOW_NANOS) {
            LogWindow begun = new LogWindow();
            window = begun;
            windowStart = now;
            CompletableFuture.delayedExecutor(WINDOW_SECONDS, TimeUnit.SECONDS).execute(() -> summarize(begun));
        }
        return window.admits(peer);
    }

    private static void summarize(LogWindow over) {
        over.leftOut().ifPresent(leftOut -> LOG.warn("in {} s, {}", WINDOW_SECONDS, leftOut));
    }
}
