package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How many lines peers may cause")
class LogWindowTest {

    private final LogWindow window = new LogWindow();

    private static InetSocketAddress address(String literal) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), 1_234);
        } catch (UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }

    /** Of so many lines. */
    private long admitted(int lines, IntFunction<String> peer) {
        return IntStream.range(0, lines)
                .filter(i -> window.admits(address(peer.apply(i))))
                .count();
    }

    @Test
    void one_address_gets_its_ten_lines_and_leaves_room_for_others() {
        assertEquals(10, admitted(1_000, i -> "10.0.0.1"));
        assertEquals(3, admitted(3, i -> "10.0.0.2"));
        assertEquals(
                Optional.of("990 lines about peers were left out; the busiest, 10.0.0.1, had 1000 events"),
                window.leftOut());
    }

    @Test
    void a_network_of_IPv6_is_one_address_since_one_peer_has_all_of_it() {
        assertEquals(10, admitted(1_000, i -> "2001:db8:1:2:3:4:5:" + Integer.toHexString(i)));
        assertEquals(10, admitted(1_000, i -> "2001:db8:1:3:" + Integer.toHexString(i) + ":4:5:6"));
        assertEquals(10, admitted(1_000, i -> "10.0.0.1"));
        assertTrue(window.leftOut().orElseThrow().contains("2970 lines about peers"), window.leftOut()::toString);
    }

    @Test
    void all_addresses_together_get_a_hundred_lines() {
        assertEquals(100, admitted(100_000, i -> "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256));
        assertTrue(
                window.leftOut().orElseThrow().startsWith("99900 lines about peers were left out"),
                window.leftOut()::toString);
    }

    @Test
    void addresses_past_the_limit_cost_no_memory() {
        long before = usedAfterGc();
        admitted(300_000, i -> "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256);
        long grown = usedAfterGc() - before;
        assertTrue(grown < 4 << 20, () -> grown + " bytes"); // 300,000 entries would be more than 30 MB
        assertTrue(window.leftOut().isPresent());
    }

    private static long usedAfterGc() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void what_has_no_address_is_counted_by_its_name() {
        assertEquals(10, IntStream.range(0, 20).filter(i -> window.admits(null)).count());
        assertEquals(
                10,
                IntStream.range(0, 20)
                        .filter(i -> window.admits(InetSocketAddress.createUnresolved("somewhere", 1)))
                        .count());
    }

    @Test
    void nothing_left_out_is_nothing_to_tell() {
        assertEquals(10, admitted(10, i -> "10.0.0.1"));
        assertEquals(Optional.empty(), window.leftOut());
    }
}
