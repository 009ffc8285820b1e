package io.github.minaprotobuf.filter;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.write.WriteException;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.filter.ssl.EncryptedWriteRequest;

/**
 * One write or more as the I/O processor sees them. Its end, good or bad, is the end of each write in it: their futures
 * complete, {@code messageSent} follows for those that left, and MINA's counters of scheduled writes lose what they got.
 */
abstract class QueuedRequest implements WriteRequest {

    final SessionWrites writes;
    final AbstractIoSession session;
    final List<WriteRequest> originals = new ArrayList<>(1);
    private final NextFilter nextFilter;
    private final WriteFuture future;

    QueuedRequest(SessionWrites writes, AbstractIoSession session, NextFilter nextFilter, WriteRequest first) {
        this.writes = writes;
        this.session = session;
        this.nextFilter = nextFilter;
        this.originals.add(first);
        this.future = new DefaultWriteFuture(session);
        this.future.addListener(done -> finish());
    }

    /** The caller holds the monitor of {@link SessionWrites}, as in all methods that change this object. */
    void handDown() {
        nextFilter.filterWrite(session, this);
    }

    /** Takes no more writes from now on. */
    abstract void seal();

    /** The bytes that have not left, once this is sealed. */
    abstract long unsent();

    /** A write that is in here has left. */
    void onSent(WriteRequest original) {}

    /** Ends each write in here: well if all has left, else with an exception. */
    void end() {
        future.setWritten();
    }

    private void finish() {
        writes.finished(this);
        Throwable reason = future.getException();
        // Not future.isWritten(): closeNow reports what it drops from the queue as written.
        if (reason == null && unsent() == 0) {
            Ends.ofEach(session, originals, this::succeed);
        } else {
            countOffUnsent(reason);
            Throwable cause = namingOriginals(reason);
            Ends.ofEach(session, originals, original -> original.getFuture().setException(cause));
        }
    }

    private void succeed(WriteRequest original) {
        try {
            original.getFuture().setWritten();
        } finally { // also when a listener has thrown an Error
            tellSent(original);
        }
    }

    private void tellSent(WriteRequest original) {
        try {
            if (!original.isEncoded()) {
                nextFilter.messageSent(session, original);
            }
        } finally {
            if (!isCountedOffAbove(original)) {
                ScheduledWrites.countOff(session, 1, 0);
            }
            onSent(original);
        }
    }

    /**
     * MINA counts a write off at the chain's end, with the handler's messageSent. What a filter wrote of its own never gets
     * there: a TLS record of a handshake or of a write's first part, each buffer but the last that a codec made of a message.
     */
    private static boolean isCountedOffAbove(WriteRequest original) {
        WriteRequest write = original.getOriginalRequest();
        return !write.isEncoded() && !(write instanceof EncryptedWriteRequest);
    }

    private void countOffUnsent(Throwable reason) {
        int messages = originals.size();
        long bytes = unsent();
        if (reason instanceof WriteToClosedSessionException) { // MINA has counted off: a buffer's bytes, or one message
            if (bytes > 0 && getMessage() instanceof IoBuffer) {
                bytes = 0;
            } else {
                messages--;
            }
        }
        ScheduledWrites.countOff(session, messages, bytes);
    }

    private Throwable namingOriginals(Throwable reason) {
        if (reason == null) {
            return new WriteToClosedSessionException(originals);
        }
        return reason instanceof WriteException e ? WriteExceptions.naming(originals, e) : reason;
    }

    /** {@return the writes as the filters above made them} */
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
        throw new UnsupportedOperationException("what is in the queue is not transformed");
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + originals();
    }
}
