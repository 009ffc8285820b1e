package io.github.minaprotobuf.transport;

/**
 * Limits that a heap can bear, for a server that sends back what it receives, as an echo or a proxy does, and keeps unknown
 * fields: whatever legal frames its peers send, it lives. Both directions.
 *
 * <pre>{@code
 * HeapLimits limits = HeapLimits.of(Runtime.getRuntime().maxMemory(), ioThreads);
 * ProtobufCodecFactory codec = ProtobufCodecFactory.builder(Echo.getDefaultInstance())
 *         .maxBodyLength(limits.maxBodyLength())
 *         .retainedBytesLimit(limits.retainedBytesLimit())
 *         .build();
 * ProtobufAcceptor acceptor = ProtobufAcceptor.builder(codec)
 *         .ioThreads(ioThreads)
 *         .writeBudget(limits.writeBudget())
 *         .maxConnections(limits.maxConnections())
 *         .build();
 * }</pre>
 *
 * <p>A message takes up to some hundred times the heap of its body, as measured in {@code limits.md}: half of the heap is
 * for one such message in each I/O thread, and one more. A quarter is for frames that have begun, an eighth for replies
 * that wait, and an eighth for connections, at 16 KiB each, which is more than they take. A server that keeps messages, or
 * whose types hold many maps, needs less of each.
 *
 * @param maxBodyLength bytes of body; never more than 8 MiB, since it is time too
 * @param retainedBytesLimit bytes of body, of all sessions
 * @param writeBudget bytes of heap, of all sessions
 * @param maxConnections never more than 10,000
 */
public record HeapLimits(int maxBodyLength, long retainedBytesLimit, long writeBudget, int maxConnections) {

    /** Bytes of heap that a message and its body take for one byte of body, at most. */
    private static final int MESSAGE_RATIO = 100;

    private static final int LONGEST_BODY = 8 << 20;
    private static final long CONNECTION_BYTES = 16 << 10;
    private static final int MOST_CONNECTIONS = 10_000;

    /**
     * {@return the limits for such a heap}
     *
     * @param heapBytes as {@code Runtime.maxMemory()} tells it
     * @param ioThreads 1 or more
     * @throws IllegalArgumentException when {@code heapBytes} is less than 1 MiB, or {@code ioThreads} less than 1
     */
    public static HeapLimits of(long heapBytes, int ioThreads) {
        ProtobufAcceptorBuilder.requireAtLeast(1 << 20, heapBytes, "heapBytes");
        ProtobufAcceptorBuilder.requireAtLeast(1, ioThreads, "ioThreads");
        long body = wholeKibibytes(heapBytes / 2 / MESSAGE_RATIO / (ioThreads + 1));
        return new HeapLimits(
                (int) Math.min(LONGEST_BODY, body), wholeKibibytes(heapBytes / 4), wholeKibibytes(heapBytes / 8), (int)
                        Math.min(MOST_CONNECTIONS, heapBytes / 8 / CONNECTION_BYTES));
    }

    /** So that a log shows a number that one can read. */
    private static long wholeKibibytes(long bytes) {
        return bytes & -1024;
    }
}
