package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.time.Duration;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;

/**
 * Closes sessions whose frame has begun and does not end in time, or whose TLS handshake does not: a peer that drips a
 * byte now and then is never idle, and holds memory. Time in which the server itself does not read does not count.
 *
 * <p>Stands directly above the codec, and hears there of each frame that ends. {@link #inspect} looks at a session; it is
 * to be called now and then, and its pace is what a timeout can be late.
 */
final class FrameTimeoutFilter extends IoFilterAdapter {

    private static final AttributeKey SINCE = new AttributeKey(FrameTimeoutFilter.class, "since");

    private final ProtobufCodecFactory codec;
    private final Duration timeout;
    private final PeerLog log;

    FrameTimeoutFilter(ProtobufCodecFactory codec, Duration timeout, PeerLog log) {
        this.codec = codec;
        this.timeout = timeout;
        this.log = log;
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        session.removeAttribute(SINCE);
        nextFilter.messageReceived(session, message);
    }

    @Override
    public void exceptionCaught(NextFilter nextFilter, IoSession session, Throwable cause) {
        session.removeAttribute(SINCE);
        nextFilter.exceptionCaught(session, cause);
    }

    /** Any thread. */
    void inspect(IoSession session) {
        if (session.isReadSuspended() || !(codec.isInsideFrame(session) || isInHandshake(session))) {
            session.removeAttribute(SINCE);
            return;
        }
        long now = System.nanoTime();
        Long since = (Long) session.setAttributeIfAbsent(SINCE, now);
        if (since != null && now - since > timeout.toNanos() && !session.isClosing()) {
            log.warn(
                    session,
                    (codec.isInsideFrame(session) ? "a frame" : "the TLS handshake") + " did not end within "
                            + Durations.format(timeout) + "; closing");
            session.closeNow();
        }
    }

    private static boolean isInHandshake(IoSession session) {
        return session.getFilterChain().contains(SslFilter.class) && !session.containsAttribute(SslFilter.SSL_SECURED);
    }
}
