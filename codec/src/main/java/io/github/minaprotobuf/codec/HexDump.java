package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as people read them in an error: {@code 2C 01 00 00}, cut short. */
final class HexDump {

    /** A dump goes into logs: enough to recognise a peer by, not enough to fill a disk. */
    static final int MAX_BYTES = 64;

    private static final HexFormat FORMAT = HexFormat.ofDelimiter(" ").withUpperCase();

    private HexDump() {}

    static String of(byte... bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    /** The first bytes that remain; the buffer's position does not move. */
    static String of(ByteBuffer in) {
        return of(in, in.position(), in.remaining());
    }

    static String of(ByteBuffer in, int index, int length) {
        byte[] head = new byte[Math.min(MAX_BYTES, length)];
        in.get(index, head);
        return length == 0 ? "empty" : FORMAT.formatHex(head);
    }
}
