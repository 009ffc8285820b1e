package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.check.Case;
import io.github.minaprotobuf.server.ByteSize;
import java.util.List;
import java.util.stream.Collectors;

/** The memory of this process, and what to say when there is too little of it. */
final class Heap {

    private static final int MEBIBYTE = 1 << 20;

    private Heap() {}

    /**
     * Asks for room before the first case runs. Without it a server in this process fails cases that it would pass.
     *
     * @param maxBody the longest body that the server takes, in bytes
     * @throws ClientFailureException when the heap is too small for one of the cases
     */
    static void require(List<Case> cases, int maxBody, boolean serverInProcess) throws ClientFailureException {
        long limit = Runtime.getRuntime().maxMemory();
        List<Case> tooLarge = cases.stream()
                .filter(it -> it.heap().bytes(maxBody, serverInProcess) > limit)
                .toList();
        if (tooLarge.isEmpty()) {
            return;
        }
        String ids = tooLarge.stream().map(Case::id).collect(Collectors.joining(","));
        long needed = mebibytes(tooLarge.stream()
                .mapToLong(it -> it.heap().bytes(maxBody, serverInProcess))
                .max()
                .orElseThrow());
        throw new ClientFailureException("the heap is too small for " + (tooLarge.size() == 1 ? "case " : "cases ")
                + ids + ": it takes " + needed + "MiB, with bodies of " + ByteSize.format(maxBody)
                + " (--max-body), and has " + limit() + "; run java -Xmx" + needed + "m, or --skip " + ids);
    }

    /** What to tell the user of an error of the JVM's. */
    static String advice(VirtualMachineError error) {
        if (error instanceof StackOverflowError) {
            return "the stack is too small; give it more, as in java -Xss8m";
        }
        return "no memory is left (" + error.getMessage() + "), and the heap has " + limit()
                + "; give it more, as in java -Xmx"
                + 2 * mebibytes(Runtime.getRuntime().maxMemory()) + "m";
    }

    private static String limit() {
        return mebibytes(Runtime.getRuntime().maxMemory()) + "MiB";
    }

    private static long mebibytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE;
    }
}
