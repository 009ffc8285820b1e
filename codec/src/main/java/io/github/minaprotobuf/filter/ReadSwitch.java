package io.github.minaprotobuf.filter;

import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * A session's one switch for reads, and who turned it off: a filter, since too much waits to be written or to be decrypted, or
 * the application. What {@code session.suspendRead()} did is left alone. Any thread.
 */
final class ReadSwitch {

    private static final AttributeKey KEY = new AttributeKey(ReadSwitch.class, "switch");

    private final AbstractIoSession session;

    /** Too much waits: nothing more is to be made of what was read. */
    private volatile boolean held;

    /** Longer than {@link #held}: until what was read is used up. */
    private boolean suspendedByFilter;

    private boolean suspendedForRest;

    private boolean suspendedByApplication;

    /** The cost of what was written since a write was last watched. */
    private long unwatched;

    /** Writes that were told of, and how many of them have ended at least: they end in order. */
    private long told;

    private long ended;

    /** Writes of a filter below that have not ended. */
    private long below;

    /** What this session takes of a budget, and of which. */
    private long taken;

    private WriteBudget budget;

    /** Bytes of a read that a filter keeps because reads are held. */
    private long keptOfRead;

    private Runnable goOnBelow = () -> {};

    private ReadSwitch(IoSession session) {
        this.session = (AbstractIoSession) session;
        session.getCloseFuture().addListener(closed -> take(budget, 0));
    }

    static ReadSwitch of(IoSession session) {
        return SessionState.of(session, KEY, ReadSwitch::new);
    }

    /** Whether a filter holds reads of that session, and the handler has not resumed them itself. */
    static boolean holdsReadsOf(IoSession session) {
        return session.isReadSuspended() && session.getAttribute(KEY) instanceof ReadSwitch reads && reads.held;
    }

    boolean isHeld() {
        return held && session.isReadSuspended();
    }

    /**
     * To be told of a write that has gone down the chain, when more than a step of these marks waits. Not each is watched:
     * when the last one that was ends, those behind it cost less than the low mark, or one of them would be watched too.
     *
     * @param above is told when reads go on
     */
    void written(WriteRequest request, long cost, WriteMarks marks, NextFilter above) {
        long number;
        synchronized (this) {
            number = ++told;
            unwatched += cost;
            if (!holdIfTooMuch(marks) && unwatched < marks.step()) {
                return;
            }
            unwatched = 0;
            take(marks.budget(), waiting());
        }
        // Not messageSent, which comes only for writes that succeed.
        request.getFuture().addListener(done -> ended(number, marks, above));
    }

    /** To be told of what a filter below has written of its own accord. */
    synchronized void writtenBelow(WriteMarks marks) {
        below++;
        if (waiting() > marks.step() && holdIfTooMuch(marks)) {
            take(marks.budget(), waiting());
        }
    }

    private boolean holdIfTooMuch(WriteMarks marks) {
        boolean tooMuch = isOn() && marks.areExceededBy(waiting(), takenOf(marks.budget()));
        if (tooMuch) {
            held = true;
            suspendedByFilter = true;
            suspend();
        }
        return tooMuch;
    }

    /**
     * Not by MINA's count of messages, which behind an {@code ExecutorFilter} goes down later, when nobody comes here any
     * more. A thread that sends bytes comes here after it has counted them off.
     */
    private long waiting() {
        return PendingWrites.cost(session.getScheduledWriteBytes(), told - ended + below);
    }

    /** What a filter below keeps of a read while reads are held counts in the budget. */
    synchronized void countRead(int bytes) {
        long waiting = taken - keptOfRead;
        keptOfRead = bytes;
        take(budget, waiting);
    }

    /** Has this done, once, when reads go on: by a filter below, with the rest of a read in which it has stopped. */
    synchronized void whenLetGo(Runnable action) {
        goOnBelow = action;
    }

    /** A handler's own {@code session.suspendRead()} is not for a filter to undo. */
    private boolean isOn() {
        return suspendedByApplication || suspendedByFilter || suspendedForRest || !session.isReadSuspended();
    }

    private void ended(long number, WriteMarks marks, NextFilter above) {
        synchronized (this) {
            ended = Math.max(ended, number);
        }
        releaseIfFew(marks, above);
    }

    /** To be told when such a write has left. */
    void leftBelow(WriteMarks marks, NextFilter above) {
        boolean last;
        synchronized (this) {
            below--;
            last = below == 0;
        }
        if (held || last) { // the last one gives back what the budget counts for them
            releaseIfFew(marks, above);
        }
    }

    /** If little enough waits, reads go on. */
    private void releaseIfFew(WriteMarks marks, NextFilter above) {
        synchronized (this) {
            long waiting = waiting();
            take(marks.budget(), waiting <= 2 * marks.step() ? 0 : waiting);
            if (!held || !marks.allowReads(waiting)) {
                return;
            }
            held = false;
        }
        goOn(above);
    }

    /** Whatever waits. */
    void release(NextFilter above) {
        synchronized (this) {
            take(budget, 0);
            if (!held) {
                return;
            }
            held = false;
        }
        goOn(above);
    }

    /** First with the rest of a read in which a filter above has stopped, then one below, then with the next read. */
    private void goOn(NextFilter above) {
        above.event(session, WriteBackpressureEvent.READS_GO_ON);
        takeGoOnBelow().run();
        synchronized (this) {
            if (!held) {
                suspendedByFilter = false;
                resumeIfNobodyHolds();
            }
        }
    }

    private synchronized Runnable takeGoOnBelow() {
        if (held) {
            return () -> {};
        }
        Runnable action = goOnBelow;
        goOnBelow = () -> {};
        return action;
    }

    private synchronized void take(WriteBudget from, long cost) {
        if (budget != null && budget != from) {
            budget.change(-taken);
            taken = 0;
        }
        budget = from;
        if (from != null) {
            long now = session.getCloseFuture().isClosed() ? 0 : cost + keptOfRead;
            from.change(now - taken);
            taken = now;
        }
    }

    private long takenOf(WriteBudget asked) {
        return asked == budget ? taken : 0;
    }

    synchronized void suspendByApplication() {
        suspendedByApplication = true;
        suspend();
    }

    synchronized void resumeByApplication() {
        suspendedByApplication = false;
        resumeIfNobodyHolds();
    }

    /** Whether no more is to be read, nor the end of it, until a filter below has done with the rest of what was read. */
    synchronized void suspendForRest(boolean suspended) {
        if (suspended && isOn()) {
            suspendedForRest = true;
            suspend();
        } else if (!suspended && suspendedForRest) {
            suspendedForRest = false;
            resumeIfNobodyHolds();
        }
    }

    private void resumeIfNobodyHolds() {
        if (!suspendedByFilter && !suspendedByApplication && !suspendedForRest) {
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
