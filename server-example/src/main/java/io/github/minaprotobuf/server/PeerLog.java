package io.github.minaprotobuf.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What peers do, one line each, with the session's id and the peer's address. Of one address at most {@value #LINES}
 * lines in {@value #WINDOW_SECONDS} seconds; the first line after that says how many were left out. Any thread.
 */
final class PeerLog {

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

    /** The peer's doing, and something was refused. */
    void warn(IoSession session, String event) {
        int leftOut = admit(session);
        if (leftOut >= 0) {
            LOG.warn("{}{}", line(session, event), suffix(leftOut));
        }
    }

    /** Ordinary life. */
    void info(IoSession session, String event) {
        int leftOut = admit(session);
        if (leftOut >= 0) {
            LOG.info("{}{}", line(session, event), suffix(leftOut));
        }
    }

    /** This program's own mistake: never left out, and with a trace. */
    void error(IoSession session, Throwable cause) {
        LOG.error(line(session, "closing after an unexpected error"), cause);
    }

    private static String line(IoSession session, String event) {
        return "session " + session.getId() + " " + session.getRemoteAddress() + ": " + event;
    }

    private static String suffix(int leftOut) {
        return leftOut == 0 ? "" : " (" + leftOut + " earlier lines about this address were left out)";
    }

    /** The number of lines that were left out before this one; negative when this one is too. */
    private synchronized int admit(IoSession session) {
        return windows.computeIfAbsent(addressOf(session), address -> new Window())
                .admit(System.nanoTime());
    }

    private static Object addressOf(IoSession session) {
        SocketAddress peer = session.getRemoteAddress();
        return peer instanceof InetSocketAddress inet ? inet.getAddress() : String.valueOf(peer);
    }

    private static final class Window {
        private long start;
        private int lines;

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
