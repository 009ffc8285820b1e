package io.github.minaprotobuf.filter;

import org.apache.mina.filter.FilterEvent;

/** What {@link WriteBackpressureFilter} tells the filters above it, and the handler. */
public enum WriteBackpressureEvent implements FilterEvent {

    /**
     * The session's writes have left, so that its reads go on. A codec that has stopped in the middle of a read goes on with
     * the rest of it, in the thread that brings this event; the next read comes after that.
     */
    READS_GO_ON
}
