package io.github.minaprotobuf.client.wire;

import io.github.minaprotobuf.client.wire.Wire.Look;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads frames one by one, and can say what it has of a frame that did not end. */
final class FrameReader {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int USUAL_HEADER = 16;
    private static final int SHOWN = 64;

    private final Wire wire;
    private final InputStream in;
    private byte[] header = new byte[USUAL_HEADER];
    private int headerBytes;
    private int lastHeaderLength;
    private long lastType = -1;
    private byte[] body = {};
    private byte[] begun;
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
        begun = null;
        Look.Whole declared = readHeader();
        long length = declared.bodyLength();
        if (length > limit) {
            throw bad("a body of " + length + " bytes declared where at most " + limit + " make sense");
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
        lastType = declared.type();
        headerBytes = 0;
        return body;
    }

    private Look.Whole readHeader() throws IOException {
        while (true) {
            Look look = wire.at(header, 0, headerBytes);
            if (look instanceof Look.Wrong wrong) {
                throw bad(wrong.reason());
            }
            if (look instanceof Look.Whole whole) {
                if (whole.compressed()) {
                    throw bad("a flag that says that the body is compressed");
                }
                return whole;
            }
            gatherHeaderByte();
        }
    }

    /** How the frame that was read last began. */
    byte[] lastHeader() {
        return Arrays.copyOf(header, lastHeaderLength);
    }

    private BadFrameException bad(String what) throws IOException {
        return new BadFrameException(what
                + Misread.of(begun()).map(other -> "; it begins like " + other).orElse(""));
    }

    /** The type that the header of the frame said that was read last; negative where headers say none. */
    long lastType() {
        return lastType;
    }

    /** The bytes of a frame that is not complete, and some that are there behind them. */
    byte[] begun() throws IOException {
        if (begun != null) {
            return begun;
        }
        int ofBody = headerBytes == 0 ? 0 : bodyBytes; // else they are those of the frame before
        int behind = headerBytes + ofBody;
        begun = Arrays.copyOf(Arrays.copyOf(header, headerBytes), behind + Math.min(SHOWN, in.available()));
        System.arraycopy(body, 0, begun, headerBytes, ofBody);
        int read = in.readNBytes(begun, behind, begun.length - behind);
        begun = Arrays.copyOf(begun, behind + read);
        return begun;
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

    private void gatherHeaderByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        if (headerBytes == header.length) {
            header = Arrays.copyOf(header, 2 * headerBytes);
        }
        header[headerBytes++] = (byte) next;
    }
}
