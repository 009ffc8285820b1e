package io.github.minaprotobuf.client.check;

/**
 * The heap that a case needs, measured, with some to spare.
 *
 * @param longestBodies how many bodies of the longest that the server takes the client holds at once
 * @param mebibytes what it needs whatever that length, for all else
 */
public record HeapNeed(int longestBodies, int mebibytes) {

    /** A server holds the frame that it gathers, the message, the reply, and maybe a second reply that waits. */
    private static final int BODIES_IN_SERVER = 4;

    /** What every case needs, in MiB: bodies of 1 MiB among them. */
    static final int LITTLE = 32;

    /**
     * That heap in bytes.
     *
     * @param longest the longest body that the server takes, in bytes
     * @param serverInProcess whether the server's part comes from the same heap
     */
    public long bytes(int longest, boolean serverInProcess) {
        int bodies = longestBodies == 0 || !serverInProcess ? longestBodies : longestBodies + BODIES_IN_SERVER;
        return ((long) mebibytes << 20) + (long) bodies * longest;
    }
}
