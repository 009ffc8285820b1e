package io.github.minaprotobuf.client.wire;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Shows people the bytes of each write and read, in hex. */
public final class Trace {

    private static final int BYTES_SHOWN = 256;
    private static final Trace NONE = new Trace(line -> {});

    private final Consumer<String> lines;
    private final AtomicInteger connections = new AtomicInteger();

    private Trace(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Shows nothing. */
    public static Trace none() {
        return NONE;
    }

    /** @param lines is given one line at a time, by many threads */
    public static Trace to(Consumer<String> lines) {
        return new Trace(lines);
    }

    /** The two directions of a new connection, shown from now on. */
    Streams follow(InputStream in, OutputStream out) {
        if (this == NONE) {
            return new Streams(in, out);
        }
        int connection = connections.incrementAndGet();
        return new Streams(new TracedInput(in, connection), new TracedOutput(out, connection));
    }

    private void show(int connection, char direction, byte[] bytes, int offset, int length) {
        lines.accept(String.format(
                Locale.ROOT,
                "#%d %c %,d byte%s: %s",
                connection,
                direction,
                length,
                length == 1 ? "" : "s",
                Hex.of(bytes, offset, length, BYTES_SHOWN)));
    }

    record Streams(InputStream in, OutputStream out) {}

    private final class TracedInput extends FilterInputStream {
        private final int connection;

        TracedInput(InputStream in, int connection) {
            super(in);
            this.connection = connection;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0) {
                show(connection, '<', bytes, offset, read);
            }
            return read;
        }
    }

    private final class TracedOutput extends FilterOutputStream {
        private final int connection;

        TracedOutput(OutputStream out, int connection) {
            super(out);
            this.connection = connection;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            show(connection, '>', bytes, offset, length);
            out.write(bytes, offset, length);
        }
    }
}
