package io.github.minaprotobuf.bench;

/** The heap of one contender: with no connection, with idle ones, and with all of them inside a prefix. */
public record ConnectionRow(
        String server,
        int connections,
        long emptyHeapBytes,
        long idleHeapBytes,
        long prefixHeapBytes,
        double idleRssMiB,
        double prefixRssMiB) {

    double idleBytesPerConnection() {
        return (double) (idleHeapBytes - emptyHeapBytes) / connections;
    }

    double prefixBytesPerConnection() {
        return (double) (prefixHeapBytes - idleHeapBytes) / connections;
    }
}
