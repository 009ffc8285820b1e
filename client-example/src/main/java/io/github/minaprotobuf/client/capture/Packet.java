package io.github.minaprotobuf.client.capture;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A packet of a capture file.
 *
 * @param linkType what its first header is: one of the numbers that tcpdump.org keeps
 * @param bytes as many as were captured
 */
record Packet(Instant time, int linkType, ByteBuffer bytes) {}
