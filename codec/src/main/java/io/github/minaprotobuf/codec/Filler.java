package io.github.minaprotobuf.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Bytes of a header that say neither length nor type: constant ones, which are verified, and reserved ones, which may have
 * any value. The methods here read both buffers by index, and leave their positions at 0.
 *
 * @param written what the encoder writes
 * @param verified for each of these bytes, -1 when a peer has to send the same, 0 when it may send any
 */
record Filler(ByteBuffer written, ByteBuffer verified) {

    static final Filler NONE = new Filler(ByteBuffer.allocate(0), ByteBuffer.allocate(0));

    Filler withConstant(byte... constant) {
        return with(constant, (byte) -1);
    }

    Filler withReserved(int bytes) {
        return with(new byte[bytes], (byte) 0);
    }

    private Filler with(byte[] more, byte mask) {
        byte[] masks = new byte[more.length];
        Arrays.fill(masks, mask);
        return new Filler(concatenate(written, more), concatenate(verified, masks));
    }

    private static ByteBuffer concatenate(ByteBuffer first, byte[] second) {
        return ByteBuffer.allocate(first.limit() + second.length)
                .put(0, first, 0, first.limit())
                .put(first.limit(), second);
    }

    int length() {
        return written.limit();
    }

    boolean hasConstants() {
        return IntStream.range(0, length()).anyMatch(i -> verified.get(i) != 0);
    }

    /** {@return where the next part begins} */
    int write(byte[] frame, int at) {
        for (int i = 0; i < length(); i++) {
            frame[at + i] = written.get(i);
        }
        return at + length();
    }

    /**
     * Looks at those of its bytes that have arrived.
     *
     * @param index where these bytes begin
     * @param headerStart where the header does
     */
    void verifyAt(ByteBuffer in, int index, int headerStart) throws CorruptedFrameException {
        int arrived = Math.min(length(), in.limit() - index);
        for (int i = 0; i < arrived; i++) {
            if (((in.get(index + i) ^ written.get(i)) & verified.get(i)) != 0) {
                throw new CorruptedFrameException(
                        "byte " + (index + i - headerStart) + " of the header is " + HexDump.of(in.get(index + i))
                                + ", expected " + HexDump.of(written.get(i)),
                        in);
            }
        }
    }

    /** As a format's parts are said: {@code const:CAFE reserved:2}. */
    @Override
    public String toString() {
        StringBuilder parts = new StringBuilder();
        for (int from = 0, to = 0; from < length(); from = to) {
            boolean constant = verified.get(from) != 0;
            while (to < length() && verified.get(to) == verified.get(from)) {
                to++;
            }
            parts.append(parts.isEmpty() ? "" : " ")
                    .append(
                            constant
                                    ? "const:"
                                            + HexDump.of(written, from, to - from)
                                                    .replace(" ", "")
                                    : "reserved:" + (to - from));
        }
        return parts.toString();
    }
}
