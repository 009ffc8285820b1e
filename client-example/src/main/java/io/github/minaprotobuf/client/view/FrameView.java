package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.capture.Event;
import io.github.minaprotobuf.client.capture.EventSink;
import io.github.minaprotobuf.client.wire.Misread;
import io.github.minaprotobuf.client.wire.Side;
import io.github.minaprotobuf.client.wire.Wire;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** Shows the frames of connections, in the order in which they end, and what else happens. */
public final class FrameView implements EventSink {

    private final Wire wire;
    private final FramePrinter printer;
    private final Map<Integer, Map<Side, Stream>> connections = new HashMap<>();
    private boolean allFrames = true;

    public FrameView(Wire wire, FramePrinter printer) {
        this.wire = wire;
        this.printer = printer;
    }

    /** What one side sends. */
    private final class Stream {
        private final FrameScanner scanner = new FrameScanner(wire, FrameScanner.LONGEST_SHOWN, this::show);
        private Source source;
        private long bytes;

        void add(Event.Passed passed) {
            source = Source.of(passed);
            if (bytes == 0) {
                Misread.of(passed.bytes())
                        .ifPresent(other -> printer.note(source, "begins like " + other + ", not like " + wire));
            }
            bytes += passed.bytes().length;
            scanner.add(passed.bytes(), passed.bytes().length);
        }

        private void show(Frame frame) {
            printer.print(source, frame);
        }

        void end(Event.Ended ended) {
            boolean unfinished = !scanner.isAtBoundary() && !scanner.isLost();
            allFrames &= scanner.isAtBoundary();
            printer.note(Source.of(ended), ended.how() + " after " + bytes + " bytes" + (unfinished ? inside() : ""));
        }

        private String inside() {
            return scanner.missing() > 0
                    ? ", inside a frame of which " + scanner.missing() + " bytes are missing"
                    : ", inside the frame at @" + scanner.offset() + ", of which " + scanner.left() + " bytes came";
        }
    }

    @Override
    public void accept(Event event) {
        Map<Side, Stream> streams = connections.computeIfAbsent(event.connection(), number -> new HashMap<>());
        if (event instanceof Event.Passed passed) {
            streams.computeIfAbsent(passed.side(), side -> new Stream()).add(passed);
        } else if (event instanceof Event.Ended ended) {
            streams.computeIfAbsent(ended.side(), side -> new Stream()).end(ended);
        } else if (event instanceof Event.Opened opened) {
            printer.note(Source.of(opened), text(opened.client()) + " to " + text(opened.server()));
        } else if (event instanceof Event.Noted noted) {
            printer.note(Source.of(noted), noted.what());
        }
    }

    /** Whether all that ended so far were whole frames. */
    public boolean isAllFrames() {
        return allFrames;
    }

    /** {@code 127.0.0.1:9123}. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    @Override
    public void flush() {
        printer.flush();
    }

    @Override
    public void close() {
        printer.flush();
    }
}
