package io.github.minaprotobuf.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A standard error that makes no thread wait. Where it is a pipe that nobody reads, or a stopped terminal, an I/O thread
 * that logs would stand still, and all its sessions. So a write goes to a buffer of {@value #CAPACITY} bytes, which a
 * daemon thread empties. A write that finds no room is dropped, and so is each after it until the buffer is empty; a line
 * then tells how many. Any thread.
 */
final class StandardError extends OutputStream {

    static final int CAPACITY = 256 << 10;

    private static final int LARGEST_WRITE = 8 << 10;

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final OutputStream out;
    private final PrintStream replaced = System.err;
    private final byte[] ring = new byte[CAPACITY];
    private int start;
    private int length;
    private long dropped;

    StandardError(OutputStream out) {
        this.out = out;
        Thread thread = new Thread(this::writeForEver, "standard-error");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on and until it is closed, {@code System.err} writes to the result. */
    static StandardError install() {
        StandardError err = new StandardError(new FileOutputStream(FileDescriptor.err));
        System.setErr(new PrintStream(err, true, Charset.defaultCharset()));
        return err;
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) {
        if (dropped > 0 || count > CAPACITY - length) {
            dropped++;
            return;
        }
        int end = (start + length) % CAPACITY;
        int untilWrap = Math.min(count, CAPACITY - end);
        System.arraycopy(bytes, offset, ring, end, untilWrap);
        System.arraycopy(bytes, offset + untilWrap, ring, 0, count - untilWrap);
        length += count;
        notifyAll();
    }

    /** Waits until all that was written has left, but no longer than that. */
    synchronized void awaitWritten(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (long left = timeout.toMillis(); left > 0 && (length > 0 || dropped > 0); ) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever does that will not wait
        }
    }

    /** The last words of a process that ends at once. Takes no memory, since there may be none left. */
    void halt(byte[] lastWords, int exitCode) {
        try {
            write(lastWords, 0, lastWords.length);
            awaitWritten(PATIENCE);
        } finally {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /** Has {@code System.err} be again what it was before; waits a moment until all that was written has left. */
    @Override
    public void close() {
        System.setErr(replaced);
        awaitWritten(PATIENCE);
    }

    private void writeForEver() {
        while (true) {
            try {
                int count = awaitBytes();
                try {
                    out.write(ring, start, count); // only this thread moves the start, and no other writes behind it
                } finally {
                    release(count);
                }
                tellDropped();
            } catch (IOException | RuntimeException | Error e) {
                // There is nobody left to tell. What could not be written is gone; the next write may succeed.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How many bytes can be written at once, from the start. */
    private synchronized int awaitBytes() throws InterruptedException {
        while (length == 0) {
            wait();
        }
        return Math.min(Math.min(length, CAPACITY - start), LARGEST_WRITE);
    }

    private synchronized void release(int count) {
        start = (start + count) % CAPACITY;
        length -= count;
        notifyAll();
    }

    private void tellDropped() throws IOException {
        long lost;
        synchronized (this) {
            if (length > 0 || dropped == 0) {
                return;
            }
            lost = dropped;
        }
        try {
            String line = "echo-server: " + lost + " lines or more were dropped, since nobody read standard error\n";
            out.write(line.getBytes(StandardCharsets.US_ASCII));
        } finally {
            synchronized (this) {
                dropped = 0;
                notifyAll();
            }
        }
    }
}
