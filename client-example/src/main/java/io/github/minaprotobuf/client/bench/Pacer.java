package io.github.minaprotobuf.client.bench;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Makes requests at a fixed rate, on each lane in turn, whether or not replies come: an open loop. */
final class Pacer extends Thread {

    private final List<Lane> lanes;
    private final double nanosBetween;
    private final Schedule schedule;

    Pacer(List<Lane> lanes, double perSecond, Schedule schedule) {
        super("pacer");
        setDaemon(true);
        this.lanes = lanes;
        this.nanosBetween = 1e9 / perSecond;
        this.schedule = schedule;
    }

    @Override
    public void run() {
        long count = 0;
        long intended = schedule.start();
        while (!isInterrupted() && schedule.admits(intended)) {
            awaitTime(intended);
            lanes.get((int) (count % lanes.size())).request(intended);
            count++;
            intended = schedule.start() + (long) (count * nanosBetween);
        }
    }

    private static void awaitTime(long time) {
        long left = time - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = time - System.nanoTime();
        }
    }
}
