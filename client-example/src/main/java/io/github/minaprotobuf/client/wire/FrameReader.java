package io.github.minaprotobuf.client.wire;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads frames one by one, and can say what it has of a frame that did not end. */
final class FrameReader {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int LONGEST_HEADER = 16;

    private final Wire wire;
    private final InputStream in;
    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerBytes;
    private int lastHeaderLength;
    private byte[] body = {};
    private int bodyBytes;

    FrameReader(Wire wire, InputStream in) {
        this.wire = wire;
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /**
     * The next frame's body.
     *
     * @throws BadFrameException when its header is not valid, or declares more than {@code limit} bytes: a peer that
     *     declares 2 GiB costs no memory
     * @throws EOFException when the stream ends before the frame does
     */
    byte[] readBody(int limit) throws IOException {
        headerBytes = 0;
        bodyBytes = 0;
        body = new byte[0];
        long length = wire.readBodyLength(this::nextHeaderByte);
        if (length > limit) {
            throw new BadFrameException("a body of " + length + " bytes declared where at most " + limit + " make sense"
                    + (beginsAsTlsAlert() ? "; a TLS alert begins so: does the server speak TLS?" : ""));
        }
        body = new byte[(int) length];
        while (bodyBytes < body.length) {
            int read = in.read(body, bodyBytes, body.length - bodyBytes);
            if (read < 0) {
                throw new EOFException();
            }
            bodyBytes += read;
        }
        lastHeaderLength = headerBytes;
        headerBytes = 0;
        return body;
    }

    /** How the frame that was read last began. */
    byte[] lastHeader() {
        return Arrays.copyOf(header, lastHeaderLength);
    }

    /** Some of the bytes that come next; none at the end of the stream. */
    byte[] readSome(int most) throws IOException {
        byte[] some = new byte[most];
        return Arrays.copyOf(some, Math.max(0, in.read(some)));
    }

    /** What has come of a frame that is not complete, in words; empty when nothing has. */
    String partialFrame() {
        if (headerBytes == 0) {
            return "";
        }
        String partial = "a header of " + Hex.of(Arrays.copyOf(header, headerBytes), 0, headerBytes);
        return body.length == 0 ? partial : partial + " and " + bodyBytes + " of " + body.length + " body bytes";
    }

    private boolean beginsAsTlsAlert() {
        return header[0] == 0x15 && header[1] == 3;
    }

    private int nextHeaderByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        header[headerBytes++] = (byte) next;
        return next;
    }
}
