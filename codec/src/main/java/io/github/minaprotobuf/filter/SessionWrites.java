package io.github.minaprotobuf.filter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteRequestQueue;
import org.apache.mina.core.write.WriteToClosedSessionException;

/**
 * The writes of one session that are not done. Its monitor orders writing threads, and keeps the I/O processor from
 * fetching a buffer that one of them is filling.
 */
final class SessionWrites {

    private final AbstractIoSession session;
    private final int maxBytes;
    private final BufferPool buffers;
    private final Queue<QueuedRequest> unfinished = new ArrayDeque<>();
    private CoalescedWriteRequest last;
    private boolean closed;

    SessionWrites(IoSession session, int maxBytes, BufferPool buffers) {
        this.session = (AbstractIoSession) session;
        this.maxBytes = maxBytes;
        this.buffers = buffers;
    }

    /** For writes that are put together. */
    BufferPool buffers() {
        return buffers;
    }

    /** Hands a buffer or a file down, or puts the buffer behind one that has not left yet. */
    void write(NextFilter nextFilter, WriteRequest request) {
        synchronized (this) {
            if (!closed) {
                if (!(request.getMessage() instanceof IoBuffer)) {
                    handDown(new FileWriteRequest(this, session, nextFilter, request));
                } else if (last == null || !last.append(request, maxBytes)) {
                    handDown(new CoalescedWriteRequest(this, session, nextFilter, request));
                }
                return;
            }
        }
        failTooLate(request);
    }

    /**
     * Hands a write down as it is, behind those that came before. Not from under the monitor: a filter below may wait for
     * a lock, as an {@code SslFilter} can, whose owner wants to write.
     */
    void pass(NextFilter nextFilter, WriteRequest request) {
        if (sealUnlessClosed()) {
            nextFilter.filterWrite(session, request);
        } else {
            failTooLate(request);
        }
    }

    private static void failTooLate(WriteRequest request) {
        request.getFuture().setException(new WriteToClosedSessionException(request));
    }

    private void handDown(QueuedRequest request) {
        seal();
        unfinished.add(request);
        last = request instanceof CoalescedWriteRequest coalesced ? coalesced : null;
        request.handDown();
    }

    /** What was handed down takes no more writes. */
    synchronized void seal() {
        if (last != null) {
            last.seal();
            last = null;
        }
    }

    private synchronized boolean sealUnlessClosed() {
        seal();
        return !closed;
    }

    synchronized void finished(QueuedRequest request) {
        request.seal();
        unfinished.remove(request);
        if (last == request) {
            last = null;
        }
    }

    /**
     * Ends what the session did not send. MINA does so for what is in its queue, but not for the write that it had begun,
     * nor for one that comes too late.
     */
    void close() {
        List<QueuedRequest> unsent;
        synchronized (this) {
            closed = true;
            unsent = List.copyOf(unfinished);
        }
        if (!unsent.isEmpty()) {
            takeOutOfTheQueue();
            Ends.ofEach(session, unsent, QueuedRequest::end);
        }
    }

    /** So that MINA, which looks into the queue once more, does not count them off a second time. */
    private void takeOutOfTheQueue() {
        WriteRequestQueue queue = session.getWriteRequestQueue();
        List<WriteRequest> others = new ArrayList<>();
        for (WriteRequest next = queue.poll(session); next != null; next = queue.poll(session)) {
            if (!(next instanceof QueuedRequest)) {
                others.add(next);
            }
        }
        others.forEach(other -> queue.offer(session, other));
    }
}
