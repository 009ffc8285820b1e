package io.github.minaprotobuf.server;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;

/**
 * Stands above an {@code SslFilter}, which takes 64 writes while it waits for the socket and throws
 * {@code BufferOverflowException} at the next one. Lets {@value #WINDOW} be under way and holds the others, in order. All
 * of them count as bytes that are scheduled to be written, so that a {@code WriteBackpressureFilter} further up sees them.
 */
final class TlsWriteQueueFilter extends IoFilterAdapter {

    static final int WINDOW = 32;

    private static final AttributeKey WRITES = new AttributeKey(TlsWriteQueueFilter.class, "writes");

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) {
        writesOf(session).add(nextFilter, request);
    }

    private static Writes writesOf(IoSession session) {
        Writes writes = (Writes) session.getAttribute(WRITES);
        if (writes != null) {
            return writes;
        }
        Writes created = new Writes((AbstractIoSession) session);
        Writes earlier = (Writes) session.setAttributeIfAbsent(WRITES, created);
        if (earlier != null) {
            return earlier;
        }
        session.getCloseFuture().addListener(closed -> created.close());
        return created;
    }

    /**
     * The writes of one session that are not done. Its monitor is never held while another filter is called: SslFilter
     * calls the handler, and so this, from under a lock of its own.
     */
    private static final class Writes {
        private final AbstractIoSession session;
        private final Queue<WriteRequest> held = new ArrayDeque<>();
        private final Set<WriteRequest> underWay = new LinkedHashSet<>();
        private boolean sending;
        private boolean closed;

        Writes(AbstractIoSession session) {
            this.session = session;
        }

        void add(NextFilter nextFilter, WriteRequest request) {
            int bytes = request.getMessage() instanceof IoBuffer buffer ? buffer.remaining() : 0;
            if (!hold(request)) {
                request.getFuture().setException(new WriteToClosedSessionException(request));
                return;
            }
            session.increaseScheduledWriteBytes(bytes);
            request.getFuture().addListener(done -> {
                session.increaseScheduledWriteBytes(-bytes);
                finished(request);
                send(nextFilter);
            });
            send(nextFilter);
        }

        private void send(NextFilter nextFilter) {
            for (WriteRequest next = take(); next != null; next = take()) {
                nextFilter.filterWrite(session, next);
                sent();
            }
        }

        private synchronized boolean hold(WriteRequest request) {
            return !closed && held.add(request);
        }

        /** The next one to send; null when none may go, or when another thread is sending and will take it. */
        private synchronized WriteRequest take() {
            if (sending || underWay.size() >= WINDOW || held.isEmpty()) {
                return null;
            }
            WriteRequest next = held.remove();
            underWay.add(next);
            sending = true;
            return next;
        }

        private synchronized void sent() {
            sending = false;
        }

        private synchronized void finished(WriteRequest request) {
            underWay.remove(request);
        }

        void close() {
            List<WriteRequest> unsent;
            synchronized (this) {
                closed = true;
                underWay.addAll(held);
                held.clear();
                unsent = List.copyOf(underWay);
            }
            unsent.forEach(request -> request.getFuture().setException(new WriteToClosedSessionException(request)));
        }
    }
}
