package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The first bytes of a header whose end has not arrived. */
final class PartialHeader implements UnfinishedFrame {

    private final long begun = System.nanoTime();
    private final Header header;
    private final ByteBuffer bytes;
    private int headerLength;

    PartialHeader(Header header) {
        this.header = header;
        this.bytes = ByteBuffer.allocate(header.maxLength()).limit(0);
        this.headerLength = 1;
    }

    /**
     * Takes from {@code in} what belongs to the header, and no byte more; true once it is complete.
     *
     * @throws CorruptedFrameException as soon as a byte has arrived that no header can have there
     */
    boolean gather(ByteBuffer in) throws CorruptedFrameException {
        while (bytes.remaining() < headerLength) {
            if (!in.hasRemaining()) {
                return false;
            }
            take(in, Math.min(headerLength - bytes.remaining(), in.remaining()));
            headerLength = header.lengthAt(bytes, bytes.position());
        }
        return true;
    }

    private void take(ByteBuffer in, int count) {
        int end = bytes.limit();
        bytes.limit(end + count).put(end, in, in.position(), count);
        in.position(in.position() + count);
    }

    /** The bytes that arrived, from position to limit. */
    ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public long begun() {
        return begun;
    }

    @Override
    public Optional<TruncatedFrameException> truncated() {
        return Optional.of(new TruncatedFrameException(bytes.remaining(), headerLength, HexDump.of(bytes)));
    }
}
