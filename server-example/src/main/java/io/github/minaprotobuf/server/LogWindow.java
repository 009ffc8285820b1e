package io.github.minaprotobuf.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many lines may be logged about peers in a stretch of time: {@value #LINES_OF_ONE} about one address, {@value
 * #LINES_OF_ALL} about all together. An IPv6 network of 64 bits counts as one address, since who has one has them all. As
 * no address is kept that has no line, memory is bounded by {@value #LINES_OF_ALL} addresses. Any thread.
 */
final class LogWindow {

    static final int LINES_OF_ONE = 10;
    static final int LINES_OF_ALL = 100;

    /** Of each address that has a line, how many lines there would be. */
    private final Map<String, Long> wanted = new HashMap<>();

    private int lines;
    private long leftOut;

    /** Whether a line about that peer may be logged; if not, it counts as left out. */
    synchronized boolean admits(SocketAddress peer) {
        String address = addressOf(peer);
        boolean full = lines >= LINES_OF_ALL;
        boolean known = !full || wanted.containsKey(address);
        if (known && wanted.merge(address, 1L, Long::sum) <= LINES_OF_ONE && !full) {
            lines++;
            return true;
        }
        leftOut++;
        return false;
    }

    /** What was left out so far, in words; empty when it was nothing. */
    synchronized Optional<String> leftOut() {
        return wanted.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(busiest -> leftOut > 0)
                .map(busiest -> leftOut + " lines about peers were left out; the busiest, " + busiest.getKey()
                        + ", had " + busiest.getValue() + " events");
    }

    private static String addressOf(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return String.valueOf(peer);
        }
        return inet.getAddress() instanceof Inet6Address address
                ? networkOf(address.getAddress()) + "/64"
                : inet.getAddress().getHostAddress();
    }

    private static String networkOf(byte[] address) {
        byte[] network = Arrays.copyOf(Arrays.copyOf(address, Long.BYTES), address.length);
        try {
            return InetAddress.getByAddress(network).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }
}
