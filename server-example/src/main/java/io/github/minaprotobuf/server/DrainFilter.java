package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * Ends sessions without loss: each finishes the frame that it is in, gets its replies, and is closed.
 *
 * <p>Stands below the codec (and TLS), and looks at a busy session after each read, in the thread that reads: when that
 * took all there was and ended with a frame, this is the moment to close. {@link #drain} itself looks at quiet ones, and
 * never while a read is handled: a large reply can take longer to make than the time between two looks.
 */
final class DrainFilter extends IoFilterAdapter {

    private static final AttributeKey READS = new AttributeKey(DrainFilter.class, "reads");
    private static final Duration PACE = Duration.ofMillis(20);

    private final ProtobufCodecFactory codec;
    private volatile boolean draining;

    DrainFilter(ProtobufCodecFactory codec) {
        this.codec = codec;
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        IoBuffer read = (IoBuffer) message;
        boolean tookAll = read.limit() < read.capacity();
        Reads reads = readsOf(session);
        synchronized (reads) {
            if (reads.over) {
                return; // it came too late to be decoded
            }
            nextFilter.messageReceived(session, message);
            if (draining && tookAll && !codec.isInsideFrame(session)) {
                end(session, reads);
            }
        }
    }

    /**
     * Waits until all sessions are closed, or for that long.
     *
     * @return those that are still open
     */
    List<IoSession> drain(Collection<IoSession> sessions, Duration timeout) {
        draining = true;
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

    /** Nothing was read since the last look, and no frame has begun. */
    private void endIfQuiet(IoSession session) {
        Reads reads = readsOf(session);
        synchronized (reads) {
            long bytes = session.getReadBytes();
            if (bytes == reads.bytesAtLastLook && !codec.isInsideFrame(session)) {
                end(session, reads);
            }
            reads.bytesAtLastLook = bytes;
        }
    }

    private static void end(IoSession session, Reads reads) {
        reads.over = true;
        Replies.of(session).closeAfterLast();
    }

    private static Reads readsOf(IoSession session) {
        return SessionState.of(session, READS, unused -> new Reads());
    }

    /** Of one session. Its monitor is held while a read is handled, down to the reply's write. */
    private static final class Reads {
        private long bytesAtLastLook = -1;
        private boolean over;
    }
}
