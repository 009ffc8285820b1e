package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.server.ByteSize;
import java.util.Random;

/** Payload sizes in bytes, both ends included: {@code 10}, {@code 4KiB}, {@code 10-64KiB}. */
public record PayloadSizes(int smallest, int largest) {

    /** Leaves room for the message's other fields in the longest frame that an echo server takes by default. */
    public static final int LIMIT = (8 << 20) - (1 << 10);

    /** @throws IllegalArgumentException when the text is neither a size nor a range of sizes */
    public static PayloadSizes parse(String text) {
        String[] ends = text.split("-", 2);
        int smallest = ByteSize.parseInt(ends[0]);
        int largest = ends.length == 1 ? smallest : ByteSize.parseInt(ends[1]);
        if (largest > LIMIT) {
            throw new IllegalArgumentException("'" + text + "' is over the limit of " + LIMIT + " bytes");
        }
        if (smallest > largest) {
            throw new IllegalArgumentException("'" + text + "' ends before it starts");
        }
        return new PayloadSizes(smallest, largest);
    }

    int next(Random random) {
        return random.nextInt(smallest, largest + 1);
    }

    @Override
    public String toString() {
        String largestText = ByteSize.format(largest);
        return smallest == largest ? largestText : ByteSize.format(smallest) + "-" + largestText;
    }
}
