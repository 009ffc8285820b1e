/**
 * What passes on TCP connections, as {@link io.github.minaprotobuf.client.capture.Event}s: those that a tap sees, written to
 * a capture file, and those that a capture file tells of. pcap and pcapng are read here and not by a library: those of Maven
 * Central that need no native code read no pcapng, and not the link types of a loopback.
 */
package io.github.minaprotobuf.client.capture;
