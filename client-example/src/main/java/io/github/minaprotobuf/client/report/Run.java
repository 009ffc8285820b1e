package io.github.minaprotobuf.client.report;

/**
 * What was run against what; the names are those of the JSON.
 *
 * @param client name and version of this program
 * @param started in UTC, as in ISO 8601
 * @param server the server that was checked; null where that was a client
 * @param program the command of the client that was checked; null where that was a server
 * @param maxBody null where it does not matter
 * @param seed null where nothing is random
 */
public record Run(
        String client, String started, String server, String program, String format, Integer maxBody, Long seed) {

    /** A server is checked. */
    public static Run ofServer(String client, String started, String server, String format, int maxBody, long seed) {
        return new Run(client, started, server, null, format, maxBody, seed);
    }

    /** A client is checked. */
    public static Run ofClient(String client, String started, String program, String format) {
        return new Run(client, started, null, program, format, null, null);
    }

    /** What was checked. */
    public String peer() {
        return server == null ? program : server;
    }

    /** {@code le32, 127.0.0.1:9123, seed 5}. */
    @Override
    public String toString() {
        return format + ", " + peer() + (seed == null ? "" : ", seed " + seed);
    }
}
