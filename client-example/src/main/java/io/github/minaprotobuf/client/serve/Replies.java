package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bodies of replies that are right, or wrong, in their own ways. Where a field comes twice, the last one counts. */
final class Replies {

    /** In bytes. The header of such a body has more than one byte in every format. */
    static final int LONG_BODY = 300;

    private static final byte ID_TAG = 0x08;
    private static final byte[] ANOTHER_ID = {ID_TAG, 0x7F};
    private static final int LONGEST_VARINT = 10;

    private Replies() {}

    static byte[] withId(long id) {
        return Echo.newBuilder().setId(id).build().toByteArray();
    }

    /** The same message in at least so many bytes: with other ids before its own. */
    static byte[] padded(byte[] body, int bytes) {
        ByteBuffer padded = ByteBuffer.allocate(bytes + ANOTHER_ID.length + body.length);
        while (padded.position() < bytes) {
            padded.put(ANOTHER_ID);
        }
        return Arrays.copyOf(padded.put(body).array(), padded.position());
    }

    /** A message with that id, as a varint of more bytes than it needs. */
    static byte[] withSparseId(long id) {
        byte[] body = new byte[1 + LONGEST_VARINT];
        body[0] = ID_TAG;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            body[1 + i] = (byte) ((id >>> (7 * i) & 0x7F) | (i < LONGEST_VARINT - 1 ? 0x80 : 0));
        }
        return body;
    }

    /** The same message with more behind it. */
    static byte[] followedBy(byte[] body, byte... more) {
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(body);
        longer.writeBytes(more);
        return longer.toByteArray();
    }
}
