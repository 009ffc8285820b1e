package io.github.minaprotobuf.client.capture;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the format of Wireshark: blocks, of which all but interfaces and packets are passed over. */
final class PcapngReader implements PacketReader {

    static final int SECTION = 0x0A0D0D0A;
    static final int BYTE_ORDER = 0x1A2B3C4D;

    private static final int INTERFACE = 1;
    private static final int SIMPLE_PACKET = 3;
    private static final int PACKET = 6;

    private static final int RESOLUTION_OPTION = 9;
    private static final int OFFSET_OPTION = 14;

    /** Of a block: its type and length before, its length once more behind. */
    private static final int FRAMING_BYTES = 12;

    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    /** Time is in ticks of {@code 1 / ticksPerSecond} from {@code offset} on, in seconds. */
    private record Interface(int linkType, BigInteger ticksPerSecond, long offset) {

        Instant time(long ticks) {
            BigInteger[] parts = new BigInteger(Long.toUnsignedString(ticks)).divideAndRemainder(ticksPerSecond);
            long nanos = parts[1].multiply(NANOS).divide(ticksPerSecond).longValue();
            return Instant.ofEpochSecond(Math.addExact(parts[0].longValue(), offset), nanos);
        }
    }

    private final InputStream in;
    private final List<Interface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private Instant lastTime = Instant.EPOCH;

    PcapngReader(InputStream in) {
        this.in = in;
    }

    @Override
    public Optional<Packet> next() throws IOException {
        while (true) {
            in.mark(1);
            if (in.read() < 0) {
                return Optional.empty();
            }
            in.reset();
            try {
                Optional<Packet> packet = block();
                if (packet.isPresent()) {
                    return packet;
                }
            } catch (BufferUnderflowException
                    | IndexOutOfBoundsException
                    | IllegalArgumentException
                    | ArithmeticException
                    | DateTimeException e) {
                throw new IOException("the capture is damaged: a block declares more than it has, or no time", e);
            }
        }
    }

    private Optional<Packet> block() throws IOException {
        int type = PacketReader.read(in, 4, order).getInt();
        if (type == SECTION) {
            section();
            return Optional.empty();
        }
        long length = Integer.toUnsignedLong(PacketReader.read(in, 4, order).getInt());
        ByteBuffer body = PacketReader.read(in, length - FRAMING_BYTES, order);
        PacketReader.read(in, 4, order);
        switch (type) {
            case INTERFACE -> interfaces.add(interfaceOf(body));
            case PACKET -> {
                return Optional.of(packet(body));
            }
            case SIMPLE_PACKET -> {
                return Optional.of(simplePacket(body));
            }
            default -> {}
        }
        return Optional.empty();
    }

    /** Its bytes may be in another order than those before. */
    private void section() throws IOException {
        ByteBuffer lengthAndOrder = PacketReader.read(in, 8, ByteOrder.BIG_ENDIAN);
        order = lengthAndOrder.getInt(4) == BYTE_ORDER ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        lengthAndOrder.order(order);
        if (lengthAndOrder.getInt(4) != BYTE_ORDER) {
            throw new IOException("the capture is damaged: a section without a byte order");
        }
        PacketReader.read(in, Integer.toUnsignedLong(lengthAndOrder.getInt(0)) - FRAMING_BYTES - 4, order);
        PacketReader.read(in, 4, order);
        interfaces.clear();
    }

    private static Interface interfaceOf(ByteBuffer body) {
        int linkType = Short.toUnsignedInt(body.getShort());
        body.position(8);
        BigInteger ticksPerSecond = BigInteger.valueOf(1_000_000);
        long offset = 0;
        while (body.remaining() >= 4) {
            int option = Short.toUnsignedInt(body.getShort());
            int length = Short.toUnsignedInt(body.getShort());
            if (option == 0) {
                break;
            }
            if (option == RESOLUTION_OPTION) {
                int resolution = body.get(body.position());
                ticksPerSecond = BigInteger.valueOf(resolution < 0 ? 2 : 10).pow(resolution & 0x7F);
            } else if (option == OFFSET_OPTION) {
                offset = body.getLong(body.position());
            }
            body.position(Math.min(body.limit(), body.position() + (length + 3) / 4 * 4));
        }
        return new Interface(linkType, ticksPerSecond, offset);
    }

    private Packet packet(ByteBuffer body) throws IOException {
        Interface from = interfaceAt(body.getInt());
        lastTime = from.time(((long) body.getInt() << 32) | Integer.toUnsignedLong(body.getInt()));
        int captured = body.getInt();
        body.getInt();
        return new Packet(lastTime, from.linkType, bytes(body, captured));
    }

    /** Of the first interface, and without a time. */
    private Packet simplePacket(ByteBuffer body) throws IOException {
        int captured = (int) Math.min(Integer.toUnsignedLong(body.getInt()), body.remaining());
        return new Packet(lastTime, interfaceAt(0).linkType, bytes(body, captured));
    }

    private Interface interfaceAt(int index) throws IOException {
        if (index < 0 || index >= interfaces.size()) {
            throw new IOException("the capture is damaged: a packet of an interface that was not declared");
        }
        return interfaces.get(index);
    }

    private static ByteBuffer bytes(ByteBuffer body, int count) {
        if (count < 0 || count > body.remaining()) {
            throw new BufferUnderflowException();
        }
        return body.slice().limit(count).slice();
    }
}
