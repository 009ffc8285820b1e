package io.github.minaprotobuf.filter;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.apache.mina.filter.ssl.SslFilter;

/**
 * The writes of one session that have not left, in order. They wait here as they are, and are encrypted a record at a time,
 * as far as few records wait for the socket: those are a second copy. {@code SslFilter} itself never has one that waits, as
 * it keeps a large buffer for each. The monitor is never held while another filter is called: {@code SslFilter} calls the
 * handler, and so this, from under a lock of its own.
 */
final class HeldWrites {

    /** Plain text of one record, at most: the JDK's engine takes 16,367 bytes in TLS 1.3. */
    private static final int MOST_OF_RECORD = 16_000;

    private static final int MOST_BYTES_OUT = 96 << 10;

    /** Of those that are nearly empty. */
    private static final int MOST_RECORDS_OUT = 256;

    /** Where plain text goes: {@code SslFilter.filterWrite}. */
    interface Encryption {
        void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) throws Exception;
    }

    private final AbstractIoSession session;
    private final Encryption encryption;
    private final Queue<WriteRequest> held = new ArrayDeque<>();
    private final Set<WriteRequest> underWay = new LinkedHashSet<>();
    private int bytesOut;
    private int recordsOut;
    private Thread sender;
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
        });
        send(nextFilter);
    }

    /** Encrypts what may go: to be called when there is more, or room for more. */
    void send(NextFilter nextFilter) {
        for (PlainText next = take(); next != null; next = take()) {
            try {
                encryption.filterWrite(nextFilter, session, next);
                requireEncrypted(next);
            } catch (Exception e) { // as MINA's chain has it
                fail(next, e);
                session.getFilterChain().fireExceptionCaught(e);
            } catch (Error e) { // the chain, which is the caller, tells of it
                fail(next, e);
                throw e;
            } finally {
                sent();
            }
        }
    }

    /** An engine that has closed, as one may that found no heap, takes nothing, and {@code SslFilter} waits for it for ever. */
    private static void requireEncrypted(PlainText part) throws SSLException {
        if (part.getMessage() instanceof IoBuffer bytes && bytes.hasRemaining()) {
            throw new SSLException("TLS has ended, and encrypts no more");
        }
    }

    /** Behind bytes that are missing, nothing may follow. */
    private void fail(PlainText part, Throwable cause) {
        try {
            part.write().getFuture().setException(cause);
        } finally {
            if (part.getMessage() instanceof IoBuffer) {
                session.closeNow();
            }
        }
    }

    private synchronized boolean hold(WriteRequest request) {
        return !closed && held.add(request);
    }

    /** What to encrypt next; null when nothing may go, or when another thread is sending and will take it. */
    private synchronized PlainText take() {
        if (sender != null || !mayEncrypt()) {
            return null;
        }
        PlainText next = nextOfHeld();
        if (next != null) {
            sender = Thread.currentThread();
        }
        return next;
    }

    private boolean mayEncrypt() {
        return bytesOut < MOST_BYTES_OUT
                && recordsOut < MOST_RECORDS_OUT
                && session.containsAttribute(SslFilter.SSL_SECURED);
    }

    private PlainText nextOfHeld() {
        WriteRequest first = held.peek();
        while (first != null && first.getFuture().isDone()) { // it failed, in the middle
            held.remove();
            first = held.peek();
        }
        if (first == null) {
            return null;
        }
        if (!(first.getMessage() instanceof IoBuffer buffer)) { // SslFilter refuses it
            held.remove();
            return new PlainText(first, first.getMessage(), true);
        }
        PlainText next = new PlainText(first, takeFrom(buffer), !buffer.hasRemaining());
        if (next.isLastOfWrite()) {
            held.remove();
            underWay.add(first);
        }
        return next;
    }

    /** Moves the position: MINA counts no write off whose buffer has bytes to be read. */
    private static IoBuffer takeFrom(IoBuffer buffer) {
        int start = buffer.position();
        buffer.position(start + Math.min(MOST_OF_RECORD, buffer.remaining()));
        return IoBuffer.wrap(buffer.buf().duplicate().flip().position(start));
    }

    private synchronized void sent() {
        sender = null;
    }

    /** Whether this thread has called {@code SslFilter} for a record of these writes. */
    synchronized boolean areEncryptedByThisThread() {
        return sender == Thread.currentThread();
    }

    synchronized void goesOut(TlsRecord record) {
        bytesOut += record.length();
        recordsOut++;
    }

    synchronized void hasLeft(TlsRecord record) {
        bytesOut -= record.length();
        recordsOut--;
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
        Ends.ofEach(
                session,
                unsent,
                request -> request.getFuture().setException(new WriteToClosedSessionException(request)));
    }
}
