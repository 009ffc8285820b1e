package io.github.minaprotobuf.filter;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * Encode and decode: stops reading from a peer that does not take its replies. MINA queues what is written without a
 * limit; a peer that sends and never reads fills the heap. With this filter, reads of a session stop while more than
 * {@code highWatermark} waits to be written, and go on once no more than {@code lowWatermark} does.
 *
 * <pre>{@code
 * chain.addLast("coalesce", new WriteCoalescingFilter());
 * chain.addLast("backpressure", new WriteBackpressureFilter(1 << 20, 512 << 10));
 * chain.addLast("protobuf", new ProtobufCodecFilter(codec, WriteBackpressureFilter::holdsReads));
 * }</pre>
 *
 * <p><b>What waits</b> is counted in bytes of heap: those that go to the wire, as {@link IoSession#getScheduledWriteBytes}
 * has them, and {@value PendingWrites#COST_OF_ONE} more for each write, since an empty reply takes that much in objects. The
 * message that was encoded is not in it, and stays in memory as long. MINA's {@code SslFilter} lets at most six records,
 * some 100 KB, into that count, and keeps further writes to itself; {@link TlsFilter} counts them all.
 *
 * <p><b>All sessions of a filter share a budget</b>, so that many that are just under their own marks do not fill the heap
 * together. No session may have more waiting than what is left free of it; its reads stop then as if they had come to the
 * high watermark. A session that takes its replies has little waiting, and notices nothing.
 *
 * <p><b>In the middle of a read.</b> One read can hold some 100,000 frames, and so as many replies. A codec that is told by
 * {@link #holdsReads} stops at the next frame; it goes on with the rest when {@link WriteBackpressureEvent#READS_GO_ON} comes
 * up the chain. Any other codec, as MINA's {@code ProtocolCodecFilter}, handles a read that was made to its end, so the
 * replies to one read come on top of {@code highWatermark}.
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

    private static final int SHARE_OF_HEAP = 8;

    private final WriteMarks marks;

    /**
     * Stops and resumes reads at these marks. All sessions together may have an eighth of the heap waiting, or twice {@code
     * highWatermark} where that is more.
     *
     * @param highWatermark bytes of heap; reads stop while more than these wait
     * @param lowWatermark bytes of heap; reads go on once no more than these wait
     * @throws IllegalArgumentException when {@code lowWatermark} is negative or not less than {@code highWatermark}
     */
    public WriteBackpressureFilter(long highWatermark, long lowWatermark) {
        this(
                highWatermark,
                lowWatermark,
                Math.max(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, 2 * highWatermark));
    }

    /**
     * Stops and resumes reads at these marks, with a budget.
     *
     * @param highWatermark bytes of heap; reads stop while more than these wait
     * @param lowWatermark bytes of heap; reads go on once no more than these wait
     * @param budget bytes of heap that all sessions of this filter together may have waiting; at least twice {@code
     *     highWatermark}, so that one session alone can reach that
     * @throws IllegalArgumentException when {@code lowWatermark} is negative or not less than {@code highWatermark}, or
     *     {@code budget} is less than twice {@code highWatermark}
     */
    public WriteBackpressureFilter(long highWatermark, long lowWatermark, long budget) {
        if (lowWatermark < 0 || lowWatermark >= highWatermark) {
            throw new IllegalArgumentException("lowWatermark is " + lowWatermark + " bytes; must be 0 or more, and less"
                    + " than highWatermark, " + highWatermark + " bytes");
        }
        if (budget / 2 < highWatermark) {
            throw new IllegalArgumentException("budget is " + budget + " bytes; must be at least twice highWatermark, "
                    + highWatermark + " bytes, since no session may have more waiting than stays free");
        }
        this.marks = new WriteMarks(highWatermark, lowWatermark, new WriteBudget(budget));
    }

    /**
     * As {@code session.suspendRead()}, but no filter of this class resumes. Any thread.
     *
     * @param session the session whose reads stop
     */
    public static void suspendRead(IoSession session) {
        ReadSwitch.of(session).suspendByApplication();
    }

    /**
     * Takes {@link #suspendRead} back: reads go on, unless too much waits to be written. Any thread.
     *
     * @param session the session whose reads go on
     */
    public static void resumeRead(IoSession session) {
        ReadSwitch.of(session).resumeByApplication();
    }

    /**
     * {@return whether reads of that session have stopped, because too much waits to be written} Any thread. False again
     * before {@link WriteBackpressureEvent#READS_GO_ON} comes.
     *
     * @param session any; without this filter in its chain, it is false
     */
    public static boolean holdsReads(IoSession session) {
        return ReadSwitch.holdsReadsOf(session);
    }

    /** {@return bytes of heap that sessions of this filter have waiting; of a session, less than 64 KiB are not counted} */
    public long waitingBytes() {
        return marks.budget().taken();
    }

    WriteMarks marks() {
        return marks;
    }

    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        ChainOrder.check(parent, this);
    }

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) {
        long cost = PendingWrites.cost(request);
        nextFilter.filterWrite(session, request);
        if (PendingWrites.costAtMost(session) > marks.step()) {
            ReadSwitch.of(session).written(request, cost, marks, nextFilter);
        }
    }

    @Override
    public void onPostRemove(IoFilterChain parent, String name, NextFilter nextFilter) {
        ReadSwitch.of(parent.getSession()).release(nextFilter);
    }
}
