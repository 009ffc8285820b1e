package io.github.minaprotobuf.client.capture;

import io.github.minaprotobuf.client.wire.Side;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes events to a pcap file, which other programs open too: packets of IP, whose headers say what the two ends would have
 * told each other without a tap between them.
 */
public final class Recording implements EventSink {

    /** So that a packet's length fits into IP's 16 bits. */
    private static final int LONGEST_SEGMENT = 32 << 10;

    private static final int LINK_TYPE_RAW = 101;
    private static final int SNAPSHOT_LENGTH = 256 << 10;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;

    private final OutputStream out;
    private final Map<Integer, Connection> connections = new HashMap<>();

    /** @throws IOException when the file cannot be written */
    public Recording(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 64 << 10);
        out.write(ByteBuffer.allocate(FILE_HEADER_BYTES)
                .putInt(PcapReader.NANOSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0) // time zone and accuracy, which nobody says
                .putInt(SNAPSHOT_LENGTH)
                .putInt(LINK_TYPE_RAW)
                .array());
        out.flush();
    }

    /** The two ends, and how many bytes each has sent, which are its sequence numbers. */
    private static final class Connection {
        final Map<Side, InetSocketAddress> ends = new EnumMap<>(Side.class);
        final Map<Side, Integer> sent = new EnumMap<>(Side.class);
        final Set<Side> open = EnumSet.allOf(Side.class);
        final boolean isIpv4;

        Connection(Event.Opened opened) {
            ends.put(Side.CLIENT, opened.client());
            ends.put(Side.SERVER, opened.server());
            sent.put(Side.CLIENT, 0);
            sent.put(Side.SERVER, 0);
            isIpv4 = opened.client().getAddress() instanceof Inet4Address
                    && opened.server().getAddress() instanceof Inet4Address;
        }
    }

    @Override
    public void accept(Event event) throws IOException {
        if (event instanceof Event.Opened opened) {
            Connection connection = new Connection(opened);
            connections.put(opened.connection(), connection);
            write(connection, event.time(), Side.CLIENT, Segment.SYN, new byte[0], 0, 0);
            write(connection, event.time(), Side.SERVER, Segment.SYN | Segment.ACK, new byte[0], 0, 0);
            write(connection, event.time(), Side.CLIENT, Segment.ACK, new byte[0], 0, 0);
        } else if (event instanceof Event.Passed passed) {
            byte[] bytes = passed.bytes();
            for (int at = 0; at < bytes.length; at += LONGEST_SEGMENT) {
                int length = Math.min(LONGEST_SEGMENT, bytes.length - at);
                write(of(event), event.time(), passed.side(), Segment.PSH | Segment.ACK, bytes, at, length);
            }
        } else if (event instanceof Event.Ended ended) {
            int flags = ended.orderly() ? Segment.FIN | Segment.ACK : Segment.RST | Segment.ACK;
            Connection connection = of(event);
            write(connection, event.time(), ended.side(), flags, new byte[0], 0, 0);
            connection.open.remove(ended.side());
            if (connection.open.isEmpty()) {
                connections.remove(event.connection());
            }
        }
    }

    private Connection of(Event event) {
        return connections.get(event.connection());
    }

    private void write(Connection connection, Instant time, Side from, int flags, byte[] bytes, int at, int length)
            throws IOException {
        Side to = from == Side.CLIENT ? Side.SERVER : Side.CLIENT;
        ByteBuffer packet = Headers.packet(
                connection.isIpv4,
                connection.ends.get(from),
                connection.ends.get(to),
                connection.sent.get(from),
                (flags & Segment.ACK) == 0 ? 0 : connection.sent.get(to),
                flags,
                ByteBuffer.wrap(bytes, at, length));
        out.write(ByteBuffer.allocate(PACKET_HEADER_BYTES)
                .putInt((int) time.getEpochSecond())
                .putInt(time.getNano())
                .putInt(packet.limit())
                .putInt(packet.limit())
                .array());
        out.write(packet.array(), 0, packet.limit());
        int counted = length + ((flags & (Segment.SYN | Segment.FIN)) == 0 ? 0 : 1);
        connection.sent.merge(from, counted, Integer::sum);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
