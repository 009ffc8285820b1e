package io.github.minaprotobuf.filter;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;

/**
 * The writes of one session that are not done. Its monitor orders writing threads, and keeps the I/O processor from
 * fetching a buffer that one of them is filling.
 */
final class SessionWrites {

    private final IoSession session;
    private final int maxBytes;
    private final BufferPool buffers;
    private final Queue<CoalescedWriteRequest> unfinished = new ArrayDeque<>();
    private CoalescedWriteRequest last;
    private boolean closed;

    SessionWrites(IoSession session, int maxBytes, BufferPool buffers) {
        this.session = session;
        this.maxBytes = maxBytes;
        this.buffers = buffers;
    }

    /** For writes that are put together. */
    BufferPool buffers() {
        return buffers;
    }

    /** Hands a write down, or puts it behind one that has not left yet. */
    void write(NextFilter nextFilter, WriteRequest request) {
        synchronized (this) {
            if (!closed) {
                if (last == null || !last.append(request, maxBytes)) {
                    handDown(nextFilter, request);
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

    private void handDown(NextFilter nextFilter, WriteRequest request) {
        seal();
        CoalescedWriteRequest first = new CoalescedWriteRequest(this, session, nextFilter, request);
        unfinished.add(first);
        last = first;
        first.handDown(nextFilter);
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

    synchronized void finished(CoalescedWriteRequest request) {
        unfinished.remove(request);
        if (last == request) {
            last = null;
        }
    }

    /**
     * Fails what the session did not send. MINA does so for what is in its queue, but not for the write that it had
     * begun, nor for one that comes too late.
     */
    void close() {
        List<CoalescedWriteRequest> unsent;
        synchronized (this) {
            closed = true;
            unsent = List.copyOf(unfinished);
        }
        unsent.forEach(CoalescedWriteRequest::fail);
    }
}
