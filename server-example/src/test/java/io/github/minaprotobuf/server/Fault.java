package io.github.minaprotobuf.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a network may do to one direction of a connection. Faults compose: each stands in front of the next wire. */
@FunctionalInterface
interface Fault {

    /** Where the bytes of one direction go. */
    interface Wire {
        void send(ByteBuffer bytes) throws IOException;

        /** Ends this direction. */
        void end() throws IOException;

        /** Ends both directions, on both sides of the proxy, with a RST. */
        void reset() throws IOException;
    }

    /** For one connection. */
    Wire on(Wire next);

    /** Each read of the proxy's waits that long before it goes on. */
    static Fault latency(Duration time) {
        return next -> new Passing(next) {
            @Override
            public void send(ByteBuffer bytes) throws IOException {
                pause(time.toNanos());
                next.send(bytes);
            }
        };
    }

    /** Nothing goes on in pieces of more than so many bytes. */
    static Fault slices(int bytesEach) {
        return next -> new Passing(next) {
            @Override
            public void send(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    next.send(take(bytes, bytesEach));
                }
            }
        };
    }

    /** In pauses of some milliseconds: of many short ones a busy machine makes far longer ones. */
    static Fault bandwidth(int bytesPerSecond) {
        int bytesPerTick = Math.max(1, bytesPerSecond / 200);
        return next -> new Passing(next) {
            private int sinceTick;

            @Override
            public void send(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    ByteBuffer part = take(bytes, bytesPerTick - sinceTick);
                    sinceTick += part.remaining();
                    next.send(part);
                    if (sinceTick == bytesPerTick) {
                        sinceTick = 0;
                        pause(TimeUnit.SECONDS.toNanos(bytesPerTick) / bytesPerSecond);
                    }
                }
            }
        };
    }

    static Fault resetAfter(long bytes) {
        return after(bytes, (next, rest) -> next.reset());
    }

    /** What comes after those bytes is lost. */
    static Fault halfCloseAfter(long bytes) {
        return after(bytes, (next, rest) -> {
            next.end();
            rest.position(rest.limit());
        });
    }

    /** Nothing goes on after those bytes, until the latch opens. */
    static Fault stallAfter(long bytes, CountDownLatch end) {
        return after(bytes, (next, rest) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            next.send(rest);
        });
    }

    /** What to do with the bytes that come after so many. */
    interface Then {
        void send(Wire next, ByteBuffer rest) throws IOException;
    }

    private static Fault after(long bytes, Then then) {
        return next -> new Passing(next) {
            private long left = bytes;

            @Override
            public void send(ByteBuffer received) throws IOException {
                ByteBuffer before = take(received, (int) Math.min(left, received.remaining()));
                left -= before.remaining();
                next.send(before);
                if (left == 0) {
                    then.send(next, received);
                }
            }
        };
    }

    private static ByteBuffer take(ByteBuffer bytes, int most) {
        int length = Math.min(most, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }

    private static void pause(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Changes nothing yet. */
    abstract class Passing implements Wire {
        private final Wire next;

        Passing(Wire next) {
            this.next = next;
        }

        @Override
        public void end() throws IOException {
            next.end();
        }

        @Override
        public void reset() throws IOException {
            next.reset();
        }
    }
}
