package io.github.minaprotobuf.client.capture;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;

/** What makes something of events, one after the other, on one thread. */
public interface EventSink extends Closeable, Flushable {

    void accept(Event event) throws IOException;
}
