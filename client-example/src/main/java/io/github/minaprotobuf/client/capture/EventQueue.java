package io.github.minaprotobuf.client.capture;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Takes events of many threads to sinks, on a thread of its own, so that who relays bytes does not wait until they are
 * printed. Drops nothing: when the sinks fall too far behind, who brings more has to wait. Sinks are flushed when there is
 * nothing more to do at once.
 */
public final class EventQueue implements AutoCloseable {

    /** Some 64 KiB each, at most. */
    private static final int CAPACITY = 128;

    private static final Event LAST = new Event.Noted(Instant.MAX, 0, "closed");

    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final List<EventSink> sinks;
    private final Consumer<IOException> failures;
    private final Thread thread = new Thread(this::run, "events");

    /** @param failures is told when a sink fails; that one gets nothing more */
    public EventQueue(List<EventSink> sinks, Consumer<IOException> failures) {
        this.sinks = new ArrayList<>(sinks);
        this.failures = failures;
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits while the queue is full. */
    public void put(Event event) throws InterruptedException {
        waiting.put(event);
    }

    private void run() {
        List<Event> batch = new ArrayList<>(CAPACITY);
        boolean closed;
        try {
            do {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch);
                closed = batch.remove(LAST);
                for (Event event : batch) {
                    forEach(sink -> sink.accept(event));
                }
                if (waiting.isEmpty()) {
                    forEach(EventSink::flush);
                }
            } while (!closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forEach(EventSink::close);
    }

    private interface Step {
        void apply(EventSink sink) throws IOException;
    }

    private void forEach(Step step) {
        sinks.removeIf(sink -> {
            try {
                step.apply(sink);
                return false;
            } catch (IOException e) {
                failures.accept(e);
                return true;
            }
        });
    }

    /** Has the sinks deal with all that was put so far, and closes them. An interrupt ends the wait for that. */
    @Override
    public void close() {
        try {
            waiting.put(LAST);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
