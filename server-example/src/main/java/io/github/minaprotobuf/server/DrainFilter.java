package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.filter.WriteBackpressureFilter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * Ends sessions without loss: each finishes the frame that it is in, gets its replies, and is closed.
 *
 * <p>{@link #drain} puts it into each session's chain, below the codec (and TLS), where it looks at a busy session after
 * each read, in the thread that reads: when that took all there was and ended with a frame, this is the moment to close.
 * {@link #drain} itself looks at quiet ones.
 */
final class DrainFilter extends IoFilterAdapter {

    private static final AttributeKey READ_BYTES = new AttributeKey(DrainFilter.class, "readBytes");
    private static final AttributeKey SUSPENDED = new AttributeKey(DrainFilter.class, "suspended");
    private static final Duration PACE = Duration.ofMillis(20);

    private final ProtobufCodecFactory codec;

    DrainFilter(ProtobufCodecFactory codec) {
        this.codec = codec;
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        IoBuffer read = (IoBuffer) message;
        boolean tookAll = read.limit() < read.capacity();
        nextFilter.messageReceived(session, message);
        if (tookAll && !codec.isInsideFrame(session)) {
            Replies.of(session).closeAfterLast();
        }
    }

    /**
     * Waits until all sessions are closed, or for that long.
     *
     * @return those that are still open
     */
    List<IoSession> drain(Collection<IoSession> sessions, Duration timeout) {
        sessions.forEach(session -> LateFilters.add(session, "drain", this));
        long deadline = System.nanoTime() + timeout.toNanos();
        List<IoSession> open = stillOpen(sessions);
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            open.forEach(this::endIfQuiet);
            open.get(0).getCloseFuture().awaitUninterruptibly(PACE.toMillis(), TimeUnit.MILLISECONDS);
            open = stillOpen(open);
        }
        return open;
    }

    private static List<IoSession> stillOpen(Collection<IoSession> sessions) {
        return sessions.stream()
                .filter(session -> !session.getCloseFuture().isClosed())
                .toList();
    }

    /** Nothing was read since the last look: suspends reads. Nor was it until the next look: nothing is being handled. */
    private void endIfQuiet(IoSession session) {
        Object before = session.setAttribute(READ_BYTES, session.getReadBytes());
        if (codec.isInsideFrame(session)) {
            if (session.removeAttribute(SUSPENDED) != null) {
                WriteBackpressureFilter.resumeRead(session);
            }
        } else if (Objects.equals(before, session.getReadBytes())) {
            if (session.setAttribute(SUSPENDED) == null) {
                WriteBackpressureFilter.suspendRead(session);
            } else {
                Replies.of(session).closeAfterLast();
            }
        }
    }
}
