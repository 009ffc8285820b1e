package io.github.minaprotobuf.transport;

/**
 * How many bytes each session may be read from in a pass of an I/O thread. Sessions share what a pass reads, 128 KiB, but get
 * 4 KiB each at least: with less, the system calls cost more than what they bring.
 *
 * <p>Bytes do not say how long they take: 128 KiB of empty frames are as many messages as bytes. So after a pass of more than
 * 5 ms the next one reads half as much, down to 64 bytes of each of many sessions, and after one of less than 1 ms twice as
 * much. Then a request waits for some milliseconds of the others' work, whatever they send. Not where it took so long because
 * there are so many of them: smaller reads of each would take as long, and bring less.
 *
 * <p>Of one thread. Times are {@code System.nanoTime()}.
 */
final class PassShare {

    private static final int MOST = 128 << 10;
    private static final int LEAST = MOST / 64;
    private static final int MOST_SESSIONS = 32; // more of them, and a pass reads more
    private static final long LONG_NANOS = 5_000_000;
    private static final long SHORT_NANOS = 1_000_000;

    /** Of a session, in a pass. Less is mostly the system call and the chain. */
    private static final long WORK_NANOS = 25_000;

    private int bytes = MOST;
    private int sessions;
    private long begun;

    /** A pass begins, in which so many sessions have something to read. */
    void begin(int sessions, long now) {
        this.sessions = sessions;
        this.begun = now;
    }

    /** The pass that began last has ended. */
    void end(long now) {
        if (sessions > 1) { // one session alone is not in anybody's way
            long took = now - begun;
            bytes = took > Math.max(LONG_NANOS, sessions * WORK_NANOS)
                    ? Math.max(LEAST, bytes / 2)
                    : took < SHORT_NANOS ? Math.min(MOST, bytes * 2) : bytes;
        }
    }

    /** Of each session, in this pass. */
    int bytes() {
        return bytes / Math.min(MOST_SESSIONS, Math.max(1, sessions));
    }
}
