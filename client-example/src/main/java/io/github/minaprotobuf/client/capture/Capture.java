package io.github.minaprotobuf.client.capture;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** A capture file, pcap or pcapng, as the events on its TCP connections. */
public final class Capture {

    /** So many bytes tell a capture from others. */
    private static final int MAGIC_BYTES = 12;

    private final OptionalInt serverPort;
    private final Consumer<Event> events;
    private final Map<Set<InetSocketAddress>, CapturedConnection> connections = new LinkedHashMap<>();
    private int opened;

    private Capture(OptionalInt serverPort, Consumer<Event> events) {
        this.serverPort = serverPort;
        this.events = events;
    }

    /** Whether a capture file begins here. Leaves the stream, which has to support marks, where it is. */
    public static boolean isAt(InputStream in) throws IOException {
        return format(in) != Format.NONE;
    }

    /**
     * Reads all of a file.
     *
     * @param serverPort the connections to this port; empty: all, and the server is whoever was connected to, or, where the
     *     capture begins later than the connection, whoever has the lower port
     * @throws IOException when it is damaged, or ends inside a packet, which is told when all before has been read; or when
     *     its packets cannot be read
     */
    public static void read(InputStream in, OptionalInt serverPort, Consumer<Event> events) throws IOException {
        PacketReader packets = format(in) == Format.PCAPNG ? new PcapngReader(in) : new PcapReader(in);
        Capture capture = new Capture(serverPort, events);
        try {
            for (Optional<Packet> next = packets.next(); next.isPresent(); next = packets.next()) {
                capture.add(next.get());
            }
        } finally {
            capture.connections.values().forEach(CapturedConnection::close);
        }
    }

    private enum Format {
        PCAP,
        PCAPNG,
        NONE
    }

    private static Format format(InputStream in) throws IOException {
        in.mark(MAGIC_BYTES);
        ByteBuffer magic = ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(MAGIC_BYTES), MAGIC_BYTES));
        in.reset();
        int first = magic.getInt(0);
        if (PcapReader.isMagic(first) || PcapReader.isMagic(Integer.reverseBytes(first))) {
            return Format.PCAP;
        }
        boolean isSection = magic.getInt(8) == PcapngReader.BYTE_ORDER
                || magic.order(ByteOrder.LITTLE_ENDIAN).getInt(8) == PcapngReader.BYTE_ORDER;
        return first == PcapngReader.SECTION && isSection ? Format.PCAPNG : Format.NONE;
    }

    private void add(Packet packet) throws IOException {
        Optional<Segment> found = Segment.in(packet);
        if (found.isEmpty() || !isWanted(found.get())) {
            return;
        }
        Segment segment = found.get();
        Set<InetSocketAddress> ends = Set.copyOf(Arrays.asList(segment.from(), segment.to()));
        CapturedConnection connection = connections.get(ends);
        if (connection != null && connection.isFollowedBy(segment)) {
            connection.close();
            connections.remove(ends);
            connection = null;
        }
        if (connection == null) {
            boolean fromClient = isFromClient(segment);
            connection = new CapturedConnection(
                    ++opened,
                    fromClient ? segment.from() : segment.to(),
                    fromClient ? segment.to() : segment.from(),
                    segment,
                    packet.time(),
                    events);
            connections.put(ends, connection);
        }
        connection.add(segment, packet.time());
    }

    private boolean isWanted(Segment segment) {
        return serverPort.isEmpty()
                || segment.from().getPort() == serverPort.getAsInt()
                || segment.to().getPort() == serverPort.getAsInt();
    }

    private boolean isFromClient(Segment segment) {
        if (segment.has(Segment.SYN)) {
            return !segment.has(Segment.ACK);
        }
        if (serverPort.isPresent()) {
            return segment.to().getPort() == serverPort.getAsInt();
        }
        return segment.to().getPort() <= segment.from().getPort();
    }
}
