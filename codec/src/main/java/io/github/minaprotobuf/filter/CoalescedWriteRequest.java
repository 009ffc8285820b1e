package io.github.minaprotobuf.filter;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;

/**
 * One write or more as the I/O processor sees them: one buffer. Open for more until the processor asks for it, then
 * sealed. Its end, good or bad, is the end of each write in it.
 */
final class CoalescedWriteRequest implements WriteRequest {

    private static final int MIN_CAPACITY = 4 << 10;

    private final SessionWrites writes;
    private final AbstractIoSession session;
    private final NextFilter nextFilter;
    private final List<WriteRequest> originals = new ArrayList<>(1);
    private final WriteFuture future;
    private IoBuffer buffer;
    private boolean filling;
    private boolean handingDown;
    private volatile boolean sealed;

    CoalescedWriteRequest(SessionWrites writes, IoSession session, NextFilter nextFilter, WriteRequest first) {
        this.writes = writes;
        this.session = (AbstractIoSession) session;
        this.nextFilter = nextFilter;
        this.originals.add(first);
        this.buffer = (IoBuffer) first.getMessage();
        this.future = new DefaultWriteFuture(session);
        this.future.addListener(done -> finish());
    }

    /** The caller holds the monitor of {@link SessionWrites}, as in all methods that change this object. */
    void handDown(NextFilter nextFilter) {
        handingDown = true; // the counting of bytes on the way down does not seal
        try {
            nextFilter.filterWrite(session, this);
        } finally {
            handingDown = false;
        }
    }

    /** Takes one more write, or returns false and takes nothing. */
    boolean append(WriteRequest request, int maxBytes) {
        IoBuffer added = (IoBuffer) request.getMessage();
        int length = added.remaining();
        int held = filling ? buffer.position() : buffer.remaining();
        if (sealed || length > maxBytes - held) {
            return false;
        }
        ensureRoom(held + length, maxBytes);
        buffer.put(added);
        originals.add(request);
        session.increaseScheduledWriteBytes(length);
        session.increaseScheduledWriteMessages();
        return true;
    }

    private void ensureRoom(int needed, int maxBytes) {
        if (filling && needed <= buffer.limit()) { // the capacity of a cached buffer can be more
            return;
        }
        int capacity = Math.min(maxBytes, Math.max(MIN_CAPACITY, 4 * needed));
        IoBuffer larger = writes.buffers().take(capacity);
        if (filling) {
            buffer.flip();
            larger.put(buffer);
            buffer.free();
        } else {
            larger.put(buffer);
        }
        buffer = larger;
        filling = true;
    }

    void seal() {
        if (!sealed) {
            if (filling) {
                buffer.flip();
            }
            sealed = true;
        }
    }

    /** The bytes. Whoever asks for them, but for the head of the chain that counts them, is about to send them. */
    @Override
    public IoBuffer getMessage() {
        if (!sealed) {
            synchronized (writes) {
                if (!handingDown) {
                    seal();
                }
            }
        }
        return buffer;
    }

    private void finish() {
        writes.finished(this);
        Throwable reason = future.getException();
        // Not future.isWritten(): closeNow reports what it drops from the queue as written. Nor does the buffer tell of
        // a write that failed: MINA has freed it.
        if (reason == null && sealed && !buffer.hasRemaining()) {
            originals.forEach(this::succeed);
        } else {
            Throwable cause = reason == null ? new WriteToClosedSessionException(originals()) : reason;
            originals.forEach(original -> original.getFuture().setException(cause));
        }
    }

    private void succeed(WriteRequest original) {
        original.getFuture().setWritten();
        if (!original.isEncoded()) {
            nextFilter.messageSent(session, original);
        }
        if (filling) {
            freeCopied((IoBuffer) original.getMessage());
        }
    }

    /** MINA frees the copy. An array is as well left to the collector: a cache seldom has a place for its size. */
    private static void freeCopied(IoBuffer buffer) {
        if (buffer.isDirect()) {
            buffer.free();
        }
    }

    void fail() {
        future.setException(new WriteToClosedSessionException(originals()));
    }

    List<WriteRequest> originals() {
        synchronized (writes) {
            return List.copyOf(originals);
        }
    }

    /** True, so that MINA reports no {@code messageSent} for it: {@link #finish} does, for each write in it. */
    @Override
    public boolean isEncoded() {
        return true;
    }

    @Override
    public WriteFuture getFuture() {
        return future;
    }

    @Override
    public WriteRequest getOriginalRequest() {
        return this;
    }

    @Override
    public Object getOriginalMessage() {
        return originals.get(0).getOriginalMessage();
    }

    @Override
    public SocketAddress getDestination() {
        return originals.get(0).getDestination();
    }

    @Override
    public void setMessage(Object message) {
        throw new UnsupportedOperationException("a coalesced write is not transformed");
    }

    @Override
    public String toString() {
        return "CoalescedWriteRequest" + originals();
    }
}
