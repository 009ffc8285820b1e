package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes sessions whose frame has begun and does not end in time, or whose TLS handshake does not: a peer that drips a
 * byte now and then is never idle, and holds memory. Time in which the server itself does not read does not count.
 *
 * <p>No filter: it looks at all sessions now and then, at most a second apart, so that frames in time cost nothing.
 */
final class FrameTimeout implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrameTimeout.class);
    private static final AttributeKey NOT_READ = new AttributeKey(FrameTimeout.class, "notRead");

    private final ProtobufCodecFactory codec;
    private final Duration timeout;
    private final PeerLog log;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "frame-timeout");
        thread.setDaemon(true);
        return thread;
    });

    /** @param timeout zero for never */
    FrameTimeout(ProtobufCodecFactory codec, Duration timeout, PeerLog log) {
        this.codec = codec;
        this.timeout = timeout;
        this.log = log;
    }

    void watch(Supplier<Collection<IoSession>> sessions) {
        if (!timeout.isZero()) {
            long pace = Math.max(1, Math.min(1_000, timeout.toMillis() / 4));
            Future<?> unused =
                    timer.scheduleWithFixedDelay(() -> inspectAll(sessions.get()), pace, pace, TimeUnit.MILLISECONDS);
        }
    }

    private void inspectAll(Collection<IoSession> sessions) {
        try {
            sessions.forEach(this::inspect);
        } catch (RuntimeException e) {
            LOG.error("frames that have begun were not inspected", e); // thrown, it would be the last inspection
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void inspect(IoSession session) {
        if (session.isReadSuspended()) {
            session.setAttribute(NOT_READ, System.nanoTime());
        } else if (isInHandshake(session)) {
            Duration age = Duration.ofMillis(System.currentTimeMillis() - session.getCreationTime());
            closeIfLate(session, "the TLS handshake", age);
        } else {
            codec.unfinishedFrameAge(session).ifPresent(age -> closeIfLate(session, "a frame", age));
        }
    }

    private void closeIfLate(IoSession session, String what, Duration age) {
        if (min(age, sinceNotRead(session)).compareTo(timeout) > 0 && !session.isClosing()) {
            log.warn(session, what + " did not end within " + Durations.format(timeout) + "; closing");
            session.closeNow();
        }
    }

    private static Duration min(Duration age, Optional<Duration> limit) {
        return limit.filter(shorter -> shorter.compareTo(age) < 0).orElse(age);
    }

    private static Optional<Duration> sinceNotRead(IoSession session) {
        return Optional.ofNullable((Long) session.getAttribute(NOT_READ))
                .map(seen -> Duration.ofNanos(System.nanoTime() - seen));
    }

    static boolean isInHandshake(IoSession session) {
        return session.getFilterChain().contains(SslFilter.class) && !session.containsAttribute(SslFilter.SSL_SECURED);
    }
}
