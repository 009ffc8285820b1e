package io.github.minaprotobuf.filter;

import java.nio.ByteBuffer;

/**
 * Where to cut what a peer sends into slices for {@code SslFilter}, which calls itself again for each record of one that it
 * answers by itself, as a KeyUpdate: a slice holds the ends of few records. A stream that is not of TLS is cut
 * somewhere. One thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-5.1">RFC 8446, the record layer</a>
 */
final class RecordSlices {

    private static final int MOST_BYTES = 16 << 10;
    private static final int MOST_RECORDS = 16;
    private static final int HEADER = 5;

    private int headerBytes;
    private int length;
    private int left;
    private int ended;

    /** {@return the limit of the slice that begins at the position of that buffer} To be called once for each slice. */
    int endOfNext(ByteBuffer stream) {
        int end = Math.min(stream.limit(), stream.position() + MOST_BYTES);
        int at = stream.position();
        for (ended = 0; at < end && ended < MOST_RECORDS; ) {
            if (headerBytes < HEADER) {
                readHeader(stream.get(at));
                at++;
            } else {
                int taken = Math.min(left, end - at);
                left -= taken;
                at += taken;
            }
            if (headerBytes == HEADER && left == 0) {
                headerBytes = 0;
                ended++;
            }
        }
        return at;
    }

    /** {@return how many records end in that slice} */
    int recordsEnded() {
        return ended;
    }

    /** A byte for the type, two for the version, two for the length of what follows. */
    private void readHeader(byte next) {
        headerBytes++;
        if (headerBytes > HEADER - 2) {
            length = ((length << 8) | (next & 0xFF)) & 0xFFFF;
            left = length;
        }
    }
}
