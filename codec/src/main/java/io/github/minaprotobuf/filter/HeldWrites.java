package io.github.minaprotobuf.filter;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;

/**
 * The writes of one session to which {@link TlsFilter} has no answer yet: up to {@value #WINDOW} are being encrypted and
 * sent, the others wait, in order. The monitor is never held while another filter is called: {@code SslFilter} calls the
 * handler, and so this, from under a lock of its own.
 */
final class HeldWrites {

    static final int WINDOW = 32;

    /** Where a write goes: {@code SslFilter.filterWrite}. */
    interface Encryption {
        void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) throws Exception;
    }

    private final AbstractIoSession session;
    private final Encryption encryption;
    private final Queue<WriteRequest> held = new ArrayDeque<>();
    private final Set<WriteRequest> underWay = new LinkedHashSet<>();
    private boolean sending;
    private boolean closed;

    HeldWrites(AbstractIoSession session, Encryption encryption) {
        this.session = session;
        this.encryption = encryption;
    }

    void add(NextFilter nextFilter, WriteRequest request) {
        int bytes = request.getMessage() instanceof IoBuffer buffer ? buffer.remaining() : 0;
        if (!hold(request)) {
            request.getFuture().setException(new WriteToClosedSessionException(request));
            return;
        }
        ScheduledWrites.countIn(session, 1, bytes);
        request.getFuture().addListener(done -> {
            ScheduledWrites.countOff(session, 1, bytes);
            finished(request);
            send(nextFilter);
        });
        send(nextFilter);
    }

    private void send(NextFilter nextFilter) {
        for (WriteRequest next = take(); next != null; next = take()) {
            try {
                encryption.filterWrite(nextFilter, session, next);
            } catch (Exception e) { // as MINA's chain has it
                next.getFuture().setException(e);
                session.getFilterChain().fireExceptionCaught(e);
            } finally {
                sent();
            }
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
