package io.github.minaprotobuf.client.tap;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * What a bad network does to a stream: it cuts, delays, throttles or resets it. Without any of these, what is read is written
 * at once and whole.
 *
 * @param pieces the length of the next write, in bytes
 * @param delay before each write
 * @param bytesPerSecond the rate of each direction; empty for any
 * @param resetAfter bytes of one direction after which both ends of the connection are reset; empty for never
 */
public record Disturbance(IntSupplier pieces, Duration delay, OptionalLong bytesPerSecond, OptionalLong resetAfter) {

    /** Writes of what was read. */
    public static IntSupplier uncut() {
        return () -> Integer.MAX_VALUE;
    }

    /** The connection is to be reset. */
    static final class ResetException extends IOException {
        private static final long serialVersionUID = 1L;

        ResetException() {
            super("reset, as asked for,");
        }
    }

    /**
     * How many of the next bytes may pass before the connection is to be reset.
     *
     * @param before bytes that this direction has seen so far
     */
    int allowed(int length, long before) {
        return (int) Math.min(length, resetAfter.orElse(Long.MAX_VALUE) - before);
    }

    /** Writes as the network does. */
    void write(OutputStream out, byte[] bytes, int length) throws IOException, InterruptedException {
        for (int at = 0; at < length; ) {
            int count = Math.min(pieces.getAsInt(), length - at);
            pause(count);
            out.write(bytes, at, count);
            at += count;
        }
    }

    private void pause(int bytes) throws InterruptedException {
        Duration time =
                bytesPerSecond.isEmpty() ? delay : delay.plusNanos((long) (bytes * 1e9 / bytesPerSecond.getAsLong()));
        if (!time.isZero()) {
            Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }
    }
}
