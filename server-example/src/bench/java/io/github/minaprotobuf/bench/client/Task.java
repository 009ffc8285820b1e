package io.github.minaprotobuf.bench.client;

/** What a load client is to do; its command line, as JSON. */
public record Task(
        int port,
        long serverPid,
        int payloadBytes,
        int connections,
        int inFlight,
        double warmupSeconds,
        double seconds) {}
