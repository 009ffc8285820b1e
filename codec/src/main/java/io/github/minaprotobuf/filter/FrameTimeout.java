package io.github.minaprotobuf.filter;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.util.ExceptionMonitor;

/**
 * Closes sessions whose frame has begun and does not end in time. A peer that sends a byte now and then is never idle, and
 * holds a connection and memory for as long as it likes; this ends it. Time in which the session was not read, because it
 * or a filter had suspended reads, does not count.
 *
 * <pre>{@code
 * FrameTimeout timeout = new FrameTimeout(Duration.ofMinutes(1), codec::unfinishedFrameAge,
 *         session -> log.warn("{} took more than a minute for a frame", session));
 * timeout.watch(acceptor.getManagedSessions()::values);
 * ...
 * timeout.close();
 * }</pre>
 *
 * <p><b>Where.</b> No filter, but beside the chain: one daemon thread looks at all sessions now and then, at a quarter of the
 * timeout and at most a second apart, so that frames that end in time cost nothing. A session is closed that much late at
 * most. An error in one look is told to MINA's {@link ExceptionMonitor}, and the next look comes nevertheless.
 */
public final class FrameTimeout implements AutoCloseable {

    private static final AttributeKey NOT_READ = new AttributeKey(FrameTimeout.class, "notRead");
    private static final long LONGEST_PACE_MILLIS = 1_000;

    private final Duration timeout;
    private final Function<IoSession, Optional<Duration>> frameAge;
    private final Consumer<IoSession> late;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "frame-timeout");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Does nothing yet; see {@link #watch}.
     *
     * @param timeout how long a frame may take
     * @param frameAge how long ago the frame began that a session is inside of, as {@code
     *     ProtobufCodecFactory.unfinishedFrameAge} tells; empty between two frames
     * @param late is told of each session that took too long, in this object's thread and before the session is closed
     * @throws IllegalArgumentException when {@code timeout} is not positive
     */
    public FrameTimeout(Duration timeout, Function<IoSession, Optional<Duration>> frameAge, Consumer<IoSession> late) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; must be more than 0");
        }
        this.timeout = timeout;
        this.frameAge = frameAge;
        this.late = late;
    }

    /**
     * Begins to look at sessions.
     *
     * @param sessions is asked for them before each look
     */
    public void watch(Supplier<? extends Collection<IoSession>> sessions) {
        long pace = Math.max(1, Math.min(LONGEST_PACE_MILLIS, timeout.toMillis() / 4));
        Future<?> unused = timer.scheduleWithFixedDelay(() -> lookAtAll(sessions), pace, pace, TimeUnit.MILLISECONDS);
    }

    /** Ends the thread. Sessions stay as they are. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void lookAtAll(Supplier<? extends Collection<IoSession>> sessions) {
        survive(() -> sessions.get().forEach(session -> survive(() -> lookAt(session))));
    }

    /** Whatever is thrown from here, and be it an Error, would end the timer without a word. */
    private static void survive(Runnable look) {
        try {
            look.run();
        } catch (Throwable e) {
            tell(e);
        }
    }

    private static void tell(Throwable e) {
        try {
            ExceptionMonitor.getInstance().exceptionCaught(e);
        } catch (Throwable noMemoryLeftToTell) {
            // the next look may find some
        }
    }

    private void lookAt(IoSession session) {
        if (session.isReadSuspended()) {
            session.setAttribute(NOT_READ, System.nanoTime());
            return;
        }
        Optional<Duration> age = frameAge.apply(session);
        if (age.isPresent()
                && !session.isClosing()
                && shorter(age.get(), sinceNotRead(session)).compareTo(timeout) > 0) {
            try {
                late.accept(session);
            } finally {
                session.closeNow();
            }
        }
    }

    private static Duration shorter(Duration age, Optional<Duration> limit) {
        return limit.filter(shorter -> shorter.compareTo(age) < 0).orElse(age);
    }

    private static Optional<Duration> sinceNotRead(IoSession session) {
        return Optional.ofNullable((Long) session.getAttribute(NOT_READ))
                .map(seen -> Duration.ofNanos(System.nanoTime() - seen));
    }
}
