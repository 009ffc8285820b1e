package io.github.minaprotobuf.client.report;

import java.util.Locale;

/**
 * What was run against what; the names are those of the JSON.
 *
 * @param client name and version
 * @param started in UTC, as in ISO 8601
 */
public record Run(String client, String started, String server, String format, int maxBody, long seed) {

    /** {@code le32, 127.0.0.1:9123, seed 5}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, %s, seed %d", format, server, seed);
    }
}
