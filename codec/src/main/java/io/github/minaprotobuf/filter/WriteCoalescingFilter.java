package io.github.minaprotobuf.filter;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.file.FileRegion;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteException;
import org.apache.mina.core.write.WriteRequest;

/**
 * Encode: lets small writes that wait for the socket leave together. MINA makes one system call for each write request; a
 * hundred small replies are a hundred calls. With this filter they are one.
 *
 * <pre>{@code
 * chain.addFirst("coalesce", new WriteCoalescingFilter());
 * }</pre>
 *
 * <p><b>How.</b> What is written while a read is being handled, or while the socket takes an earlier write, waits in the
 * session's queue anyway. The first such buffer goes there at once, and those that follow are copied behind it until the
 * I/O processor fetches it, up to a bounded size. So there is no timer and no delay: a lone buffer goes through as it is,
 * uncopied. And there is nothing of this filter's own to lose: closing, flushing and suspending find all bytes where they
 * always do.
 *
 * <p><b>What a write is told.</b> Its {@code WriteFuture} and {@code messageSent} come once, in order, after its bytes are
 * gone; when they will never go, the future fails, at the latest when the session has closed. (MINA alone reports most of
 * what waits when a session is closed as written, and leaves the future of the write that the socket had begun open for
 * ever.) A {@code WriteException}, in a future as in {@code exceptionCaught}, names the requests that the application
 * wrote. MINA's counters of scheduled writes, {@code IoSession.getScheduledWriteBytes} and the like, of the session and of
 * its service, are 0 again when all has ended, however it did; the bytes of a file are among them. What MINA's
 * {@code SslFilter} holds back has not come here, and its futures stay open when the session closes; those that wait in
 * a {@link TlsFilter} fail.
 *
 * <p><b>Where.</b> First in the chain, below an {@code SslFilter} too, where it puts TLS records together. Another place is
 * refused with an {@code IllegalStateException}. When a filter is put before it later, one that may transform what it sees,
 * and on a transport without fragmentation, where a buffer is a datagram, writes pass through as they are, and MINA tells
 * and counts as it does without this filter. A {@code FileRegion} leaves alone. Works with any codec.
 *
 * <p><b>Memory.</b> What is put together stands in direct buffers that the filter keeps for the next, at most 4 MiB for each
 * instance; when all of them are in use, in buffers by {@code IoBuffer.allocate}.
 *
 * <p>One instance serves any number of sessions, written to by any number of threads.
 */
public final class WriteCoalescingFilter extends IoFilterAdapter {

    /** The default bound: 64 KiB, about what a socket takes in one call. */
    public static final int DEFAULT_MAX_BYTES = 64 << 10;

    private final int maxBytes;
    private final BufferPool buffers;

    /** Coalesces up to {@link #DEFAULT_MAX_BYTES}. */
    public WriteCoalescingFilter() {
        this(DEFAULT_MAX_BYTES);
    }

    /**
     * Coalesces up to so many bytes.
     *
     * @param maxBytes the most bytes that leave as one buffer; a single write that is larger leaves alone
     * @throws IllegalArgumentException when less than 1
     */
    public WriteCoalescingFilter(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; must be 1 or more");
        }
        this.maxBytes = maxBytes;
        this.buffers = new BufferPool(maxBytes);
    }

    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        ChainOrder.check(parent, this);
    }

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) {
        if (isBytes(request.getMessage()) && goesStraightToTheQueue(session)) {
            writesOf(session).write(nextFilter, request);
        } else {
            writesOf(session).pass(nextFilter, request);
        }
    }

    /** A {@code WriteException} names the writes that the application made. */
    @Override
    public void exceptionCaught(NextFilter nextFilter, IoSession session, Throwable cause) {
        nextFilter.exceptionCaught(session, cause instanceof WriteException e ? WriteExceptions.uncoalesced(e) : cause);
    }

    @Override
    public void onPostRemove(IoFilterChain parent, String name, NextFilter nextFilter) {
        // Later writes go past this filter, so what it left in the queue must not grow any more.
        writesOf(parent.getSession()).seal();
    }

    private static boolean isBytes(Object message) {
        return message instanceof IoBuffer || message instanceof FileRegion;
    }

    private boolean goesStraightToTheQueue(IoSession session) {
        return session.getFilterChain().get(IoFilter.class) == this
                && session.getTransportMetadata().hasFragmentation();
    }

    private SessionWrites writesOf(IoSession session) {
        SessionWrites writes = (SessionWrites) session.getAttribute(this);
        if (writes != null) {
            return writes;
        }
        SessionWrites created = new SessionWrites(session, maxBytes, buffers);
        SessionWrites earlier = (SessionWrites) session.setAttributeIfAbsent(this, created);
        if (earlier != null) {
            return earlier;
        }
        session.getCloseFuture().addListener(future -> created.close());
        return created;
    }
}
