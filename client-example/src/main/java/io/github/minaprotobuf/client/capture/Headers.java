package io.github.minaprotobuf.client.capture;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Makes packets of IP with a segment of TCP each. */
final class Headers {

    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int TCP_BYTES = 20;
    private static final int TCP = 6;
    private static final int HOPS = 64;
    private static final short WINDOW = (short) 0xFFFF;

    private Headers() {}

    /** @param isIpv4 otherwise it is one of IPv6, in which IPv4 has addresses too */
    static ByteBuffer packet(
            boolean isIpv4,
            InetSocketAddress from,
            InetSocketAddress to,
            int sequence,
            int acknowledged,
            int flags,
            ByteBuffer payload) {
        int tcpLength = TCP_BYTES + payload.remaining();
        ByteBuffer packet = ByteBuffer.allocate((isIpv4 ? IPV4_BYTES : IPV6_BYTES) + tcpLength);
        int addresses;
        if (isIpv4) {
            packet.putShort((short) 0x4500).putShort((short) packet.capacity());
            packet.putInt(0x4000).put((byte) HOPS).put((byte) TCP).putShort((short) 0);
            addresses = packet.position();
            packet.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
            packet.putShort(10, checksum(0, packet, 0, IPV4_BYTES));
        } else {
            packet.putInt(0x60000000)
                    .putShort((short) tcpLength)
                    .put((byte) TCP)
                    .put((byte) HOPS);
            addresses = packet.position();
            packet.put(ipv6(from.getAddress())).put(ipv6(to.getAddress()));
        }
        int tcp = packet.position();
        packet.putShort((short) from.getPort()).putShort((short) to.getPort());
        packet.putInt(sequence).putInt(acknowledged);
        packet.put((byte) ((TCP_BYTES / 4) << 4))
                .put((byte) flags)
                .putShort(WINDOW)
                .putInt(0);
        packet.put(payload).flip();
        // It covers the addresses, the protocol and the length too, all of which stand before it.
        packet.putShort(tcp + 16, checksum(TCP + tcpLength, packet, addresses, packet.limit()));
        return packet;
    }

    private static byte[] ipv6(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return address.getAddress();
        }
        return ByteBuffer.allocate(16)
                .putShort(10, (short) 0xFFFF)
                .position(12)
                .put(address.getAddress())
                .array();
    }

    private static short checksum(long start, ByteBuffer bytes, int from, int to) {
        long sum = start;
        for (int i = from; i + 1 < to; i += 2) {
            sum += Short.toUnsignedInt(bytes.getShort(i));
        }
        if ((to - from) % 2 == 1) {
            sum += Byte.toUnsignedInt(bytes.get(to - 1)) << 8;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (short) ~sum;
    }
}
