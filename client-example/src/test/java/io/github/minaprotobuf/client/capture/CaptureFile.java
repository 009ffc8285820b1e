package io.github.minaprotobuf.client.capture;

import io.github.minaprotobuf.client.wire.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/** A capture file that a test makes, packet by packet. */
final class CaptureFile {

    static final int RAW = 101;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final boolean isPcapng;
    private final ByteOrder order;
    private final String linkHeader;
    private int seconds = 1_000;

    private CaptureFile(boolean isPcapng, ByteOrder order, String linkHeader) {
        this.isPcapng = isPcapng;
        this.order = order;
        this.linkHeader = linkHeader;
    }

    /** @param linkHeader in hex, in front of each packet */
    static CaptureFile pcap(ByteOrder order, int linkType, String linkHeader) {
        CaptureFile file = new CaptureFile(false, order, linkHeader);
        file.write(ByteBuffer.allocate(24)
                .order(order)
                .putInt(PcapReader.MICROSECONDS)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(linkType));
        return file;
    }

    static CaptureFile pcap() {
        return pcap(ByteOrder.BIG_ENDIAN, RAW, "");
    }

    /** With a block that is not known, and an option that is not, in front of the packets; times are in nanoseconds. */
    static CaptureFile pcapng(ByteOrder order) {
        CaptureFile file = new CaptureFile(true, order, "");
        file.block(
                PcapngReader.SECTION,
                ByteBuffer.allocate(16)
                        .order(order)
                        .putInt(PcapngReader.BYTE_ORDER)
                        .putInt(1)
                        .putLong(-1));
        file.block(0x0BAD, ByteBuffer.allocate(8));
        file.block(
                1,
                ByteBuffer.allocate(28)
                        .order(order)
                        .putShort((short) RAW)
                        .putShort((short) 0)
                        .putInt(0)
                        .putShort((short) 2) // its name
                        .putShort((short) 2)
                        .put("lo\0\0".getBytes(StandardCharsets.US_ASCII))
                        .putShort((short) 9) // resolution of times
                        .putShort((short) 1)
                        .put(new byte[] {9, 0, 0, 0})
                        .putInt(0));
        return file;
    }

    CaptureFile packet(InetSocketAddress from, InetSocketAddress to, int sequence, int flags, String payload) {
        boolean isIpv4 = from.getAddress().getAddress().length == 4;
        ByteBuffer body = StandardCharsets.ISO_8859_1.encode(payload);
        return packet(Headers.packet(isIpv4, from, to, sequence, 0, flags, body), Integer.MAX_VALUE);
    }

    /** @param captured so many bytes of it at most */
    CaptureFile packet(ByteBuffer ip, int captured) {
        byte[] link = HexFormat.of().parseHex(linkHeader);
        ByteBuffer packet = ByteBuffer.allocate(link.length + ip.limit());
        packet.put(link).put(ip).flip();
        packet.limit(Math.min(captured, packet.limit()));
        seconds++;
        if (isPcapng) {
            long nanos = seconds * 1_000_000_000L + 5_000_000;
            block(
                    6,
                    ByteBuffer.allocate(20 + (packet.limit() + 3) / 4 * 4)
                            .order(order)
                            .putInt(0)
                            .putInt((int) (nanos >>> 32))
                            .putInt((int) nanos)
                            .putInt(packet.limit())
                            .putInt(packet.limit())
                            .put(packet)
                            .rewind());
        } else {
            write(ByteBuffer.allocate(16)
                    .order(order)
                    .putInt(seconds)
                    .putInt(5_000)
                    .putInt(packet.limit())
                    .putInt(packet.capacity()));
            write(packet);
        }
        return this;
    }

    private void block(int type, ByteBuffer body) {
        int length = 12 + body.capacity();
        write(ByteBuffer.allocate(8).order(order).putInt(type).putInt(length));
        write(body);
        write(ByteBuffer.allocate(4).order(order).putInt(length));
    }

    private void write(ByteBuffer part) {
        byte[] all = new byte[part.limit()];
        part.get(0, all);
        bytes.writeBytes(all);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    List<String> events() throws IOException {
        return events(OptionalInt.empty());
    }

    List<String> events(OptionalInt serverPort) throws IOException {
        return events(bytes(), serverPort);
    }

    /** What happens in it, a line each: without the times, and bytes that pass one after the other together. */
    static List<String> events(byte[] file, OptionalInt serverPort) throws IOException {
        List<String> lines = new ArrayList<>();
        Capture.read(new ByteArrayInputStream(file), serverPort, event -> {
            String name = "#" + event.connection() + " ";
            if (event instanceof Event.Opened opened) {
                lines.add(name + opened.client().getPort() + " to "
                        + opened.server().getPort());
            } else if (event instanceof Event.Passed passed) {
                add(lines, name + arrow(passed.side()), new String(passed.bytes(), StandardCharsets.ISO_8859_1));
            } else if (event instanceof Event.Ended ended) {
                lines.add(name + arrow(ended.side()) + ended.how());
            } else if (event instanceof Event.Noted noted) {
                lines.add(name + noted.what());
            }
        });
        return lines;
    }

    private static void add(List<String> lines, String name, String payload) {
        int last = lines.size() - 1;
        if (lines.get(last).startsWith(name + "'")) {
            String before = lines.get(last);
            lines.set(last, before.substring(0, before.length() - 1) + payload + "'");
        } else {
            lines.add(name + "'" + payload + "'");
        }
    }

    private static String arrow(Side side) {
        return side.arrow() + " ";
    }
}
