package io.github.minaprotobuf.client.capture;

import io.github.minaprotobuf.client.wire.Side;
import java.net.InetSocketAddress;
import java.time.Instant;

/** Something that happens on a TCP connection. Connections are numbered from 1. */
public sealed interface Event {

    Instant time();

    int connection();

    /** A connection is there. */
    record Opened(Instant time, int connection, InetSocketAddress client, InetSocketAddress server) implements Event {}

    /** Bytes pass, in their order. */
    record Passed(Instant time, int connection, Side side, byte[] bytes) implements Event {}

    /**
     * This side sends no more.
     *
     * @param how as in {@code end of the stream}
     * @param orderly whether it said so, rather than being cut off
     */
    record Ended(Instant time, int connection, Side side, String how, boolean orderly) implements Event {}

    /** Anything else that people want to know of. */
    record Noted(Instant time, int connection, String what) implements Event {}
}
