package io.github.minaprotobuf.codec;

import com.google.protobuf.DynamicMessage;
import com.sun.management.ThreadMXBean;
import io.github.minaprotobuf.codec.test.Rich;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints what the costliest legal bodies take, as a table for limits.md: bytes of heap that a message holds, bytes that
 * parsing allocates, both for each byte of body, and milliseconds of parsing for each 1,000,000 bytes. For a generated
 * message with unknown fields kept, the same with them discarded, and a {@code DynamicMessage}. The array that the body
 * came in is not counted.
 */
public final class DecodeCosts {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DecodeCosts() {}

    /**
     * A process that prints the table. Other collectors round large arrays up to whole regions; this one, so set, leaves
     * nothing but live objects.
     *
     * @param length of each body, in bytes
     * @param parses of each body; the shortest one's time counts
     */
    public static ProcessBuilder process(int length, int parses) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "-XX:MarkSweepAlwaysCompactCount=1",
                "-cp",
                System.getProperty("java.class.path"),
                DecodeCosts.class.getName(),
                Integer.toString(length),
                Integer.toString(parses));
    }

    /** @param args the length of each body, then how often it is parsed */
    public static void main(String... args) throws Exception {
        int length = Integer.parseInt(args[0]);
        int parses = Integer.parseInt(args[1]);
        BodyCodec<?> generated = BodyCodec.of(Rich.getDefaultInstance());
        BodyCodec<?> dynamic = BodyCodec.of(DynamicMessage.getDefaultInstance(Rich.getDescriptor()));
        System.out.println("Heap in bytes for each byte of body, time in ms for each 1,000,000 bytes, bodies of "
                + length + " bytes:\n");
        System.out.println("| body | held | allocated | ms | discarded: held | allocated | ms"
                + " | dynamic: held | allocated | ms |\n|---|---|---|---|---|---|---|---|---|---|");
        for (CostlyBody costly : CostlyBody.values()) {
            byte[] body = costly.ofLength(length);
            System.out.println("| " + costly + cells(generated, false, body, parses)
                    + cells(generated, true, body, parses) + cells(dynamic, false, body, parses) + " |");
        }
    }

    private static String cells(BodyCodec<?> codec, boolean discarded, byte[] body, int parses) throws Exception {
        WholeBodyDecoder decoder =
                WholeBodyDecoder.of(codec, new ParserOptions(discarded, ParserOptions.DEFAULT_RECURSION_LIMIT));
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = Long.MAX_VALUE;
        for (int i = 0; i < parses; i++) {
            long begun = System.nanoTime();
            BodyReader.readOwned(decoder, body);
            nanos = Math.min(nanos, System.nanoTime() - begun);
        }
        long allocated = (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore) / parses;
        return String.format(
                Locale.ROOT,
                " | %.1f | %.1f | %.0f",
                (double) held(decoder, body) / body.length,
                (double) allocated / body.length,
                (double) nanos / body.length);
    }

    private static long held(WholeBodyDecoder decoder, byte[] body) throws Exception {
        long before = liveBytes();
        Object message = BodyReader.readOwned(decoder, body);
        try {
            return Math.max(0, liveBytes() - before);
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    /** As the collection left it: what another thread of the JVM takes right after it would count as the message's. */
    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}
