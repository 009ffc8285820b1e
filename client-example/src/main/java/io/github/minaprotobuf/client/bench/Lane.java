package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.example.Echo;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.mina.core.session.IoSession;

/**
 * One connection's requests: those that wait for a reply, in the order in which replies must come, and those that are
 * due but wait until fewer are under way. Called by MINA's I/O thread and, with a rate, by the {@link Pacer}.
 */
final class Lane {

    private final Messages messages;
    private final int pipeline;
    private final boolean closedLoop;
    private final Measurements measurements;
    private final Deque<Request> underWay = new ArrayDeque<>();
    private final Deque<Long> due = new ArrayDeque<>();
    private Schedule schedule;
    private IoSession session;
    private long received;
    private boolean over;

    Lane(Plan plan, Messages messages, Measurements measurements) {
        this.messages = messages;
        this.pipeline = plan.pipeline();
        this.closedLoop = plan.rate().isEmpty();
        this.measurements = measurements;
    }

    /** A request is meant to be sent at that time, which has come. */
    synchronized void request(long intended) {
        if (over) {
            measurements.failed("not connected", 1);
        } else if (underWay.size() < pipeline) {
            send(intended);
        } else {
            due.add(intended);
        }
    }

    /** The clock starts: in a closed loop, as many requests leave as may be under way. */
    synchronized void start(IoSession connected, Schedule clock) {
        session = connected;
        schedule = clock;
        while (closedLoop && !over && underWay.size() < pipeline && sendNow()) {
            // Until the pipeline is full.
        }
    }

    /** The next reply. */
    synchronized void received(Echo reply) {
        long now = System.nanoTime();
        received++;
        Request request = underWay.poll();
        if (request == null) {
            measurements.failed("surplus reply", 1);
            return;
        }
        if (!request.message.equals(reply)) {
            measurements.failed("wrong reply", 1);
        } else if (schedule.isMeasured(request.intended)) {
            measurements.reply(request.intended, request.sent, now, request.message.getSerializedSize());
        }
        if (closedLoop) {
            sendNow();
        } else if (!due.isEmpty()) {
            send(due.poll());
        }
    }

    /** The connection is of no more use: what waits for replies fails, or at least the connection does. */
    synchronized void failed(String failure) {
        if (!over) {
            measurements.failed(failure, Math.max(1, underWay.size() + due.size()));
            over = true;
            underWay.clear();
            due.clear();
        }
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
        return received;
    }

    /** Nothing is under way or due. */
    synchronized boolean isIdle() {
        return underWay.isEmpty() && due.isEmpty();
    }

    private boolean sendNow() {
        long now = System.nanoTime();
        return schedule.admits(now) && send(now);
    }

    private boolean send(long intended) {
        Echo message = messages.next();
        underWay.add(new Request(message, intended, System.nanoTime()));
        session.write(message);
        return true;
    }

    private record Request(Echo message, long intended, long sent) {}
}
