package io.github.minaprotobuf.client.bench;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;

/**
 * One connection's requests: those that wait for a reply, in the order in which replies must come, and those that are
 * due but wait until fewer are under way. Called by MINA's I/O thread and, with a rate, by the {@link Pacer}; what one
 * read brings is answered by one write.
 */
final class Lane {

    private static final int BATCH_BYTES = 4 << 10;

    private final LaneMessages messages;
    private final int pipeline;
    private final boolean closedLoop;
    private final Measurements measurements;
    private final long[] intended;
    private final long[] sent;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Deque<Long> due = new ArrayDeque<>();
    private IoBuffer batch = newBatch();
    private Schedule schedule;
    private IoSession session;
    private long nextRequest;
    private long nextReply;
    private long now;
    private long right;
    private long rightBytes;
    private long rightIntended;
    private long rightSent;
    private boolean over;

    Lane(Plan plan, LaneMessages messages, Measurements measurements) {
        this.messages = messages;
        this.pipeline = plan.pipeline();
        this.closedLoop = plan.rate().isEmpty();
        this.measurements = measurements;
        this.intended = new long[pipeline];
        this.sent = new long[pipeline];
    }

    /** The connection is there, and its TLS handshake, if it has one, is over. */
    void ready() {
        ready.countDown();
    }

    /** False when the connection is not ready after that time; one that has failed need not be waited for. */
    boolean awaitReady(long nanos) throws InterruptedException {
        return ready.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** The clock starts. In a closed loop this sends the first requests: as many as may be under way at once. */
    synchronized void start(IoSession connected, Schedule clock) {
        session = connected;
        schedule = clock;
        now = System.nanoTime();
        while (closedLoop && !over && underWay() < pipeline && schedule.admits(now)) {
            send(now);
        }
        flush();
    }

    /** Sends the request that was due at that time, or lets it wait when too many are under way. */
    synchronized void request(long time) {
        if (over) {
            measurements.failed("not connected", 1);
        } else if (underWay() < pipeline) {
            now = System.nanoTime();
            send(time);
            flush();
        } else {
            due.add(time);
        }
    }

    /** Bytes have come; {@code decoding} hands the replies in them to {@link #received}. */
    synchronized void read(Runnable decoding) {
        now = System.nanoTime();
        decoding.run();
        count();
        flush();
    }

    /** The next reply; within {@link #read}. */
    void received(ByteString reply) {
        if (underWay() == 0) {
            measurements.failed("surplus reply", 1);
            return;
        }
        int slot = slot(nextReply);
        if (intended[slot] != rightIntended || sent[slot] != rightSent) {
            count();
            rightIntended = intended[slot];
            rightSent = sent[slot];
        }
        if (messages.isAnsweredBy(nextReply, reply)) {
            right++;
            rightBytes += reply.size();
        } else {
            measurements.failed("wrong reply", 1);
        }
        nextReply++;
        if (!due.isEmpty()) {
            send(due.poll());
        } else if (closedLoop && schedule.admits(now)) {
            send(now);
        }
    }

    /**
     * The connection has failed. Each request that still waits, for its reply or to be sent, counts as a failure; when
     * none waits, the connection itself counts as one.
     */
    synchronized void failed(String failure) {
        if (!over) {
            measurements.failed(failure, Math.max(1, underWay() + due.size()));
            over = true;
            nextReply = nextRequest;
            due.clear();
        }
        ready.countDown();
    }

    /** The run is over: from now on the connection may close. */
    synchronized void finish() {
        if (!isIdle()) {
            failed("no reply in time");
        }
        over = true;
    }

    /** How many replies have come, right or wrong. */
    synchronized long received() {
        return nextReply;
    }

    /** No request waits, neither for its reply nor to be sent. */
    synchronized boolean isIdle() {
        return underWay() == 0 && due.isEmpty();
    }

    /** Counts the right replies of this read to requests that were sent together. */
    private void count() {
        if (right > 0 && schedule.isMeasured(rightIntended)) {
            measurements.replies(right, rightBytes, rightIntended, rightSent, now);
        }
        right = 0;
        rightBytes = 0;
    }

    private long underWay() {
        return nextRequest - nextReply;
    }

    private void send(long time) {
        intended[slot(nextRequest)] = time;
        sent[slot(nextRequest)] = now;
        byte[] frame = messages.frame(nextRequest).orElse(null);
        if (frame == null) {
            flush();
            session.write(messages.message(nextRequest));
        } else {
            batch.put(frame);
        }
        nextRequest++;
    }

    private void flush() {
        if (batch.position() > 0) {
            session.write(batch.flip());
            batch = newBatch();
        }
    }

    private int slot(long sequence) {
        return (int) (sequence % pipeline);
    }

    private static IoBuffer newBatch() {
        return IoBuffer.allocate(BATCH_BYTES).setAutoExpand(true);
    }
}
