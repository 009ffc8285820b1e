package io.github.minaprotobuf.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Locale;

/**
 * What it takes to make a message of a body, for each byte of the body; the body's own array is not counted.
 *
 * @param retained bytes of heap that the message holds: what is live after a collection, with the message and without
 * @param allocated bytes of heap that parsing took, garbage and message
 * @param nanos time of parsing
 */
public record DecodeCost(double retained, double allocated, double nanos) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Measures one parse after another of the same body, all on this thread. */
    public static DecodeCost of(BodyCodec<?> codec, boolean discarded, byte[] body, int parses) throws Exception {
        BodyReader reader = new BodyReader(codec, new ParserOptions(discarded, ParserOptions.DEFAULT_RECURSION_LIMIT));
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = Long.MAX_VALUE;
        for (int i = 0; i < parses; i++) {
            long begun = System.nanoTime();
            reader.readOwned(body);
            nanos = Math.min(nanos, System.nanoTime() - begun);
        }
        long allocated = (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore) / parses;
        double retained = retained(reader, body);
        return new DecodeCost(retained / body.length, (double) allocated / body.length, (double) nanos / body.length);
    }

    private static double retained(BodyReader reader, byte[] body) throws Exception {
        long before = liveBytes();
        Object message = reader.readOwned(body);
        try {
            return liveBytes() - before;
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    /** The least of four collections: the JDK's serial collector packs the heap fully in every fourth. */
    private static long liveBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f | %.1f | %.1f", retained, allocated, nanos);
    }
}
