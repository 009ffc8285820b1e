package io.github.minaprotobuf.server;

import io.github.minaprotobuf.transport.AcceptorListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What peers do, and what the acceptor does to them: one line each, with the session's id and the peer's address. Of one
 * address at most {@value #LINES} lines in {@value #WINDOW_SECONDS} seconds; the first line after that says how many were
 * left out. Any thread.
 */
final class PeerLog implements AcceptorListener {

    static final int LINES = 10;
    static final int WINDOW_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(PeerLog.class);
    private static final long WINDOW_NANOS = Duration.ofSeconds(WINDOW_SECONDS).toNanos();
    private static final int MAX_ADDRESSES = 1_024;

    private final Map<Object, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Window> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    @Override
    public void connectionRefused(IoSession session, int maxConnections) {
        warn(session, "refused: " + maxConnections + " connections are open, the limit");
    }

    @Override
    public void descriptorsExhausted(SocketAddress peer) {
        admit(peer)
                .ifPresent(leftOut ->
                        LOG.warn("{}: refused: no descriptors are left for it (ulimit -n){}", peer, leftOut));
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
        admit(session.getRemoteAddress())
                .ifPresent(leftOut ->
                        LOG.warn("session {} {}: {}{}", session.getId(), session.getRemoteAddress(), event, leftOut));
    }

    /** Ordinary life. */
    void info(IoSession session, String event) {
        admit(session.getRemoteAddress())
                .ifPresent(leftOut ->
                        LOG.info("session {} {}: {}{}", session.getId(), session.getRemoteAddress(), event, leftOut));
    }

    /** This program's own mistake: never left out, and with a trace. */
    void error(IoSession session, Throwable cause) {
        LOG.error(
                "session {} {}: closing after an unexpected error", session.getId(), session.getRemoteAddress(), cause);
    }

    /** What to say at the line's end of those that were left out before it; empty when this one is too. */
    private synchronized Optional<String> admit(SocketAddress peer) {
        Object host = peer instanceof InetSocketAddress inet ? inet.getAddress() : String.valueOf(peer);
        int leftOut = windows.computeIfAbsent(host, address -> new Window()).admit(System.nanoTime());
        return leftOut < 0
                ? Optional.empty()
                : Optional.of(leftOut == 0 ? "" : " (" + leftOut + " earlier lines about this address were left out)");
    }

    private static final class Window {
        private long start;
        private int lines;

        /** How many lines were left out before this one; negative when this one is too. */
        int admit(long now) {
            int leftOut = 0;
            if (lines == 0 || now - start >= WINDOW_NANOS) {
                leftOut = Math.max(0, lines - LINES);
                start = now;
                lines = 0;
            }
            lines++;
            return lines <= LINES ? leftOut : -1;
        }
    }
}
