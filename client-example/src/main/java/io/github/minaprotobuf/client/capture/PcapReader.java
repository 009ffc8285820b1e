package io.github.minaprotobuf.client.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/** Reads the classic format: a header, then the packets, with time in micro- or nanoseconds, in either byte order. */
final class PcapReader implements PacketReader {

    static final int MICROSECONDS = 0xA1B2C3D4;
    static final int NANOSECONDS = 0xA1B23C4D;

    private static final int HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;

    private final InputStream in;
    private final ByteOrder order;
    private final int nanosPerTick;
    private final int linkType;

    PcapReader(InputStream in) throws IOException {
        this.in = in;
        ByteBuffer header = PacketReader.read(in, HEADER_BYTES, ByteOrder.BIG_ENDIAN);
        order = isMagic(header.getInt(0)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        header.order(order);
        nanosPerTick = header.getInt(0) == NANOSECONDS ? 1 : 1_000;
        linkType = header.getInt(20) & 0xFFFF; // above: the length of a checksum
    }

    static boolean isMagic(int first) {
        return first == MICROSECONDS || first == NANOSECONDS;
    }

    @Override
    public Optional<Packet> next() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return Optional.empty();
        }
        in.reset();
        ByteBuffer header = PacketReader.read(in, PACKET_HEADER_BYTES, order);
        long seconds = Integer.toUnsignedLong(header.getInt());
        long ticks = Integer.toUnsignedLong(header.getInt());
        long captured = Integer.toUnsignedLong(header.getInt());
        return Optional.of(new Packet(
                Instant.ofEpochSecond(seconds, ticks * nanosPerTick),
                linkType,
                PacketReader.read(in, captured, ByteOrder.BIG_ENDIAN)));
    }
}
