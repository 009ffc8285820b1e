package io.github.minaprotobuf.filter;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * Encode and decode: stops reading from a peer that does not take its replies. MINA queues what is written without a
 * limit; a peer that sends and never reads fills the heap. With this filter, reads of a session stop while more than
 * {@code highWatermark} bytes of its writes wait, and go on once no more than {@code lowWatermark} do.
 *
 * <pre>{@code
 * chain.addLast("coalesce", new WriteCoalescingFilter());
 * chain.addLast("backpressure", new WriteBackpressureFilter(1 << 20, 512 << 10));
 * chain.addLast("protobuf", new ProtocolCodecFilter(codec));
 * }</pre>
 *
 * <p><b>What waits</b> is what {@link IoSession#getScheduledWriteBytes} counts: bytes, as they go to the wire. The replies
 * to one read come on top of {@code highWatermark}, since a read that was made is handled to its end. MINA's
 * {@code SslFilter} lets at most six records, some 100 KB, into that count, and keeps further writes to itself; {@link
 * TlsFilter} counts them all.
 *
 * <p><b>Where.</b> Above filters that hold or transform writes ({@link WriteCoalescingFilter}, {@code SslFilter}), below
 * the codec and those that change thread; another order is refused with an {@code IllegalStateException}. Works with any codec.
 *
 * <p><b>Handlers that suspend reads.</b> A session has one switch for reads. While this filter holds it,
 * {@code session.suspendRead()} would be undone as soon as the writes have left; {@link #suspendRead} is not. A session
 * that was suspended before stays so in either case. {@code session.resumeRead()} reads on at once, until the next write
 * that finds too much waiting.
 *
 * <p>One instance serves any number of sessions, written to by any number of threads.
 */
public final class WriteBackpressureFilter extends IoFilterAdapter {

    private static final AttributeKey SWITCH = new AttributeKey(WriteBackpressureFilter.class, "switch");

    private final long highWatermark;
    private final long lowWatermark;

    /**
     * Stops and resumes reads at these marks.
     *
     * @param highWatermark bytes; reads stop while more than these wait
     * @param lowWatermark bytes; reads go on once no more than these wait
     * @throws IllegalArgumentException when {@code lowWatermark} is negative or not less than {@code highWatermark}
     */
    public WriteBackpressureFilter(long highWatermark, long lowWatermark) {
        if (lowWatermark < 0 || lowWatermark >= highWatermark) {
            throw new IllegalArgumentException("lowWatermark is " + lowWatermark + " bytes; must be 0 or more, and less"
                    + " than highWatermark, " + highWatermark + " bytes");
        }
        this.highWatermark = highWatermark;
        this.lowWatermark = lowWatermark;
    }

    /**
     * As {@code session.suspendRead()}, but no filter of this class resumes. Any thread.
     *
     * @param session the session whose reads stop
     */
    public static void suspendRead(IoSession session) {
        switchOf(session).suspendByApplication();
    }

    /**
     * Takes {@link #suspendRead} back: reads go on, unless too much waits to be written. Any thread.
     *
     * @param session the session whose reads go on
     */
    public static void resumeRead(IoSession session) {
        switchOf(session).resumeByApplication();
    }

    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        ChainOrder.check(parent, this);
    }

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) {
        nextFilter.filterWrite(session, request);
        if (session.getScheduledWriteBytes() > lowWatermark || session.isReadSuspended()) {
            watch(session, request);
        }
    }

    private void watch(IoSession session, WriteRequest request) {
        ReadSwitch reads = switchOf(session);
        reads.holdAbove(highWatermark);
        // Not messageSent, which comes only for some. When the last write that was watched ends, those behind it are
        // within the low watermark, or they too would be watched.
        request.getFuture().addListener(done -> reads.releaseAt(lowWatermark));
    }

    @Override
    public void onPostRemove(IoFilterChain parent, String name, NextFilter nextFilter) {
        switchOf(parent.getSession()).releaseAt(Long.MAX_VALUE);
    }

    private static ReadSwitch switchOf(IoSession session) {
        ReadSwitch reads = (ReadSwitch) session.getAttribute(SWITCH);
        if (reads != null) {
            return reads;
        }
        ReadSwitch created = new ReadSwitch(session);
        ReadSwitch earlier = (ReadSwitch) session.setAttributeIfAbsent(SWITCH, created);
        return earlier == null ? created : earlier;
    }

    /** A session's one switch for reads, and who turned it off. What {@code session.suspendRead()} did is left alone. */
    private static final class ReadSwitch {
        private final AbstractIoSession session;
        private boolean heldByFilter;
        private boolean suspendedByApplication;

        ReadSwitch(IoSession session) {
            this.session = (AbstractIoSession) session;
        }

        synchronized void holdAbove(long bytes) {
            // A thread that sends bytes comes to releaseAt after it has counted them off: none of this is missed.
            boolean mayHold = suspendedByApplication || !session.isReadSuspended();
            if (mayHold && session.getScheduledWriteBytes() > bytes) {
                heldByFilter = true;
                suspend();
            }
        }

        synchronized void releaseAt(long bytes) {
            if (heldByFilter && session.getScheduledWriteBytes() <= bytes) {
                heldByFilter = false;
                if (!suspendedByApplication) {
                    resume();
                }
            }
        }

        synchronized void suspendByApplication() {
            suspendedByApplication = true;
            suspend();
        }

        synchronized void resumeByApplication() {
            suspendedByApplication = false;
            if (!heldByFilter) {
                resume();
            }
        }

        private void suspend() {
            session.suspendRead();
            keepWriting();
        }

        private void resume() {
            session.resumeRead();
            keepWriting();
        }

        /**
         * The same switch in MINA decides about writes too, and overlooks the one that has left in part: outside of the
         * I/O thread, it would leave the rest behind for good.
         */
        @SuppressWarnings("unchecked") // MINA's signature
        private void keepWriting() {
            if (session.getCurrentWriteRequest() != null) {
                session.getProcessor().flush(session);
            }
        }
    }
}
