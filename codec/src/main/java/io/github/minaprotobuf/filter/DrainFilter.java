package io.github.minaprotobuf.filter;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;

/**
 * Ends sessions without loss, for a server that is to stop: each finishes the frame that it is in, gets its replies, and is
 * {@linkplain OrderlyCloseFilter#close closed in order}.
 *
 * <pre>{@code
 * DrainFilter drain = new DrainFilter(codec::isInsideFrame);
 * chain.addLast("drain", drain);
 * chain.addLast("orderly-close", new OrderlyCloseFilter());
 * chain.addLast("protobuf", new ProtocolCodecFilter(codec));
 * ...
 * acceptor.setCloseOnDeactivation(false);
 * acceptor.unbind();
 * drain.drain(acceptor.getManagedSessions().values(), Duration.ofSeconds(10)).forEach(IoSession::closeNow);
 * }</pre>
 *
 * <p><b>How.</b> While a session is drained, this filter looks at it after each read, in the thread that reads: when the
 * read took all that had arrived, and ended with a frame, this is the moment to close. {@link #drain} itself looks at
 * sessions from which nothing was read for 20 ms. It never does so while a read is handled, since a large reply can take
 * longer to make.
 *
 * <p><b>Where.</b> Before the codec and before an {@code SslFilter}, whose buffers do not tell how much was read, in a chain
 * that also holds an {@link OrderlyCloseFilter}.
 *
 * <p>One instance serves any number of sessions. {@link #drain} may be called by any thread but an I/O thread, which would
 * wait for itself.
 */
public final class DrainFilter extends IoFilterAdapter {

    private static final AttributeKey READS = new AttributeKey(DrainFilter.class, "reads");
    private static final Duration PACE = Duration.ofMillis(20);

    private final Predicate<IoSession> insideFrame;

    /**
     * Drains sessions of one codec.
     *
     * @param insideFrame tells whether a session has received some of a frame and not its end, as {@code
     *     ProtobufCodecFactory.isInsideFrame} does; is asked by the session's I/O thread and by the one that drains
     */
    public DrainFilter(Predicate<IoSession> insideFrame) {
        this.insideFrame = insideFrame;
    }

    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        ChainOrder.check(parent, this);
    }

    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        boolean tookAll = !(message instanceof IoBuffer read) || read.limit() < read.capacity();
        Reads reads = readsOf(session);
        reads.lock.lock();
        try {
            if (reads.over) {
                return; // came too late to be decoded
            }
            nextFilter.messageReceived(session, message);
            if (reads.draining && tookAll && !insideFrame.test(session)) {
                end(session, reads);
            }
        } finally {
            reads.lock.unlock();
        }
    }

    /**
     * Ends sessions as each comes to the end of a frame, and waits until all of them are closed, or for that long. A session
     * that is still open then is served again, unless its end has begun.
     *
     * @param sessions those to end; new ones are not added, so stop accepting first
     * @param timeout how long to wait at most
     * @return those that are still open
     */
    public List<IoSession> drain(Collection<IoSession> sessions, Duration timeout) {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        List<IoSession> open = stillOpen(sessions);
        open.forEach(session -> setDraining(session, true));
        while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
            open.forEach(this::endIfQuiet);
            open.get(0).getCloseFuture().awaitUninterruptibly(PACE.toMillis(), TimeUnit.MILLISECONDS);
            open = stillOpen(open);
        }
        open.forEach(session -> setDraining(session, false));
        return open;
    }

    private static List<IoSession> stillOpen(Collection<IoSession> sessions) {
        return sessions.stream()
                .filter(session -> !session.getCloseFuture().isClosed())
                .toList();
    }

    private static void setDraining(IoSession session, boolean draining) {
        readsOf(session).draining = draining;
    }

    /** Nothing was read since the last look, nothing is being handled, and no frame has begun. */
    private void endIfQuiet(IoSession session) {
        Reads reads = readsOf(session);
        if (!reads.lock.tryLock()) {
            return; // a read is handled, which can take longer than the drain may
        }
        try {
            long bytes = session.getReadBytes();
            if (bytes == reads.bytesAtLastLook && !insideFrame.test(session)) {
                end(session, reads);
            }
            reads.bytesAtLastLook = bytes;
        } finally {
            reads.lock.unlock();
        }
    }

    private static void end(IoSession session, Reads reads) {
        if (!reads.over) {
            reads.over = true;
            OrderlyCloseFilter.close(session);
        }
    }

    private static Reads readsOf(IoSession session) {
        return SessionState.of(session, READS, unused -> new Reads());
    }

    /** Of one session. */
    private static final class Reads {
        private final ReentrantLock lock = new ReentrantLock(); // held while a read is handled, to the reply's write
        private volatile boolean draining; // without the lock
        private long bytesAtLastLook = -1;
        private boolean over;
    }
}
