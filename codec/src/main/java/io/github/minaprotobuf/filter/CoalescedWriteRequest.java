package io.github.minaprotobuf.filter;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.write.WriteRequest;

/** Writes that are one buffer. Open for more until the processor asks for it, then sealed. */
final class CoalescedWriteRequest extends QueuedRequest {

    private static final int MIN_CAPACITY = 4 << 10;

    private IoBuffer buffer;
    private boolean filling;
    private boolean handingDown;
    private volatile boolean sealed;
    private int unsent;

    CoalescedWriteRequest(SessionWrites writes, AbstractIoSession session, NextFilter nextFilter, WriteRequest first) {
        super(writes, session, nextFilter, first);
        this.buffer = (IoBuffer) first.getMessage();
    }

    @Override
    void handDown() {
        handingDown = true; // the counting of bytes on the way down does not seal
        try {
            super.handDown();
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
        originals.add(request); // first: it may find no heap, and then nothing has been taken
        buffer.put(added);
        ScheduledWrites.countIn(session, 1, length);
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

    @Override
    void seal() {
        if (!sealed) {
            if (filling) {
                buffer.flip();
            }
            sealed = true;
        }
    }

    /**
     * The bytes. The head of the chain asks for them while this request is handed down, to count them. Who asks after that
     * is the I/O processor, which is about to send them: from then on, this takes no more writes.
     */
    @Override
    public IoBuffer getMessage() {
        if (!sealed) {
            synchronized (writes) {
                if (handingDown) {
                    return buffer;
                }
                seal();
            }
        }
        unsent();
        return buffer;
    }

    @Override
    long unsent() {
        try {
            unsent = buffer.remaining();
        } catch (IllegalStateException e) {
            // MINA has freed it, because a write failed: what had not left by then has not left.
        }
        return unsent;
    }

    /** MINA frees the copy. An array is as well left to the collector: a cache seldom has a place for its size. */
    @Override
    void onSent(WriteRequest original) {
        if (filling) {
            IoBuffer copied = (IoBuffer) original.getMessage();
            if (copied.isDirect()) {
                copied.free();
            }
        }
    }
}
