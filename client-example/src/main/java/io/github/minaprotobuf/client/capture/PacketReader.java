package io.github.minaprotobuf.client.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads the packets of a capture file. */
interface PacketReader {

    /** More than any program captures; what a damaged file declares is not allocated. */
    int LONGEST_BLOCK = 4 << 20;

    /**
     * The next packet; empty behind the last one.
     *
     * @throws IOException when the file is damaged, or ends inside a packet; says so for the user
     */
    Optional<Packet> next() throws IOException;

    /** That many bytes, which are declared by the file. */
    static ByteBuffer read(InputStream in, long count, ByteOrder order) throws IOException {
        if (count < 0 || count > LONGEST_BLOCK) {
            throw new IOException(
                    "the capture declares a packet of " + count + " bytes; the limit is " + LONGEST_BLOCK);
        }
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException("the capture ends inside a packet: " + bytes.length + " of " + count + " bytes");
        }
        return ByteBuffer.wrap(bytes).order(order);
    }
}
