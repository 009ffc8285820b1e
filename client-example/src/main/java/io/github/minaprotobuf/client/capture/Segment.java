package io.github.minaprotobuf.client.capture;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A segment of TCP, out of a packet.
 *
 * @param sequence of its first byte, or of its SYN
 * @param length of its payload as it was sent, of which less may have been captured
 */
record Segment(InetSocketAddress from, InetSocketAddress to, int sequence, int flags, byte[] payload, int length) {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    private static final int TCP = 6;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_VLANS = 0x88A8;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * The segment in a packet, if there is one.
     *
     * @throws UnsupportedLinkException when the packet's first header is of a kind that is not known here
     */
    static Optional<Segment> in(Packet packet) throws UnsupportedLinkException {
        ByteBuffer bytes = packet.bytes().duplicate();
        try {
            if (!skipLinkHeader(packet.linkType(), bytes)) {
                return Optional.empty();
            }
            return bytes.get(bytes.position()) >> 4 == 4 ? ipv4(bytes.slice()) : ipv6(bytes.slice());
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty(); // it declares more than it has
        }
    }

    /** Moves to the IP header; false when there is none. */
    private static boolean skipLinkHeader(int linkType, ByteBuffer bytes) throws UnsupportedLinkException {
        switch (linkType) {
            case 0, 108 -> bytes.getInt(); // NULL and LOOP: a protocol family, whose number differs by system
            case 1 -> {
                bytes.position(12);
                return isIp(skipVlans(bytes));
            }
            case 12, 14, 101, 228, 229 -> {} // RAW, of any IP, IPV4, IPV6
            case 113 -> { // LINUX_SLL
                bytes.position(14);
                return isIp(bytes.getShort());
            }
            case 276 -> { // LINUX_SLL2
                short protocol = bytes.getShort();
                bytes.position(20);
                return isIp(protocol);
            }
            default -> throw new UnsupportedLinkException(linkType);
        }
        return bytes.hasRemaining();
    }

    private static short skipVlans(ByteBuffer bytes) {
        short type = bytes.getShort();
        while (type == (short) ETHERTYPE_VLAN || type == (short) ETHERTYPE_VLANS) {
            bytes.getShort();
            type = bytes.getShort();
        }
        return type;
    }

    private static boolean isIp(short type) {
        return type == (short) ETHERTYPE_IPV4 || type == (short) ETHERTYPE_IPV6;
    }

    private static Optional<Segment> ipv4(ByteBuffer ip) {
        int headerLength = (ip.get(0) & 0xF) * 4;
        int declared = Short.toUnsignedInt(ip.getShort(2));
        // 0: the network card was to cut it into packets.
        int length = declared == 0 ? ip.limit() : declared;
        boolean isFragment = (ip.getShort(6) & 0x3FFF) != 0;
        if (ip.get(9) != TCP || isFragment || headerLength < 20 || length < headerLength) {
            return Optional.empty();
        }
        return tcp(ip, headerLength, length, address(ip, 12, 4), address(ip, 16, 4));
    }

    private static Optional<Segment> ipv6(ByteBuffer ip) {
        if (ip.get(0) >> 4 != 6) {
            return Optional.empty();
        }
        int declared = Short.toUnsignedInt(ip.getShort(4));
        int length = declared == 0 ? ip.limit() : 40 + declared;
        int next = ip.get(6);
        int at = 40;
        while (next == 0
                || next == 43
                || next == 60) { // hop-by-hop, routing, destination: a length in units of 8 bytes
            next = ip.get(at);
            at += 8 + 8 * Byte.toUnsignedInt(ip.get(at + 1));
        }
        return next == TCP && at <= length
                ? tcp(ip, at, length, address(ip, 8, 16), address(ip, 24, 16))
                : Optional.empty();
    }

    /** @param end of the IP packet, in front of what pads it; past the limit where less was captured */
    private static Optional<Segment> tcp(ByteBuffer ip, int start, int end, InetAddress from, InetAddress to) {
        int payloadStart = start + ((ip.get(start + 12) >> 4) & 0xF) * 4;
        int capturedEnd = Math.min(end, ip.limit());
        if (payloadStart > end || payloadStart - start < 20) {
            return Optional.empty();
        }
        byte[] payload = new byte[Math.max(0, capturedEnd - payloadStart)];
        if (payload.length > 0) {
            ip.get(payloadStart, payload);
        }
        return Optional.of(new Segment(
                new InetSocketAddress(from, Short.toUnsignedInt(ip.getShort(start))),
                new InetSocketAddress(to, Short.toUnsignedInt(ip.getShort(start + 2))),
                ip.getInt(start + 4),
                ip.get(start + 13),
                payload,
                end - payloadStart));
    }

    private static InetAddress address(ByteBuffer ip, int at, int length) {
        byte[] address = new byte[length];
        ip.get(at, address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e); // of 4 and 16 bytes, it takes any
        }
    }
}
