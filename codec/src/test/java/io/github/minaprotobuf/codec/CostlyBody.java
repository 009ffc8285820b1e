package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.github.minaprotobuf.codec.test.Rich;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Legal bodies of a {@link Rich}, by what they are made of: each as much heap for its bytes as its kind can cost. */
public enum CostlyBody {
    UNKNOWN_GROUPS_NESTED("unknown groups, nested 100 deep", (i, out) -> nestedGroups(out, 100)),
    UNKNOWN_GROUPS("unknown groups, empty, side by side", (i, out) -> nestedGroups(out, 1)),
    UNKNOWN_VARINTS_IN_GROUPS("unknown groups of 15 varints each", (i, out) -> {
        out.writeTag(13, WireFormat.WIRETYPE_START_GROUP);
        for (int field = 1; field <= 15; field++) {
            out.writeInt32(field, 1);
        }
        out.writeTag(13, WireFormat.WIRETYPE_END_GROUP);
    }),
    UNKNOWN_VARINTS_DISTINCT("unknown varints, each of another field", (i, out) -> out.writeInt32(200 + i, 1)),
    UNKNOWN_VARINTS("unknown varints of one field", (i, out) -> out.writeInt32(13, 200)),
    UNKNOWN_BYTES_DISTINCT(
            "unknown bytes, empty, each of another field", (i, out) -> out.writeBytes(200 + i, ByteString.EMPTY)),
    UNKNOWN_BYTES("unknown bytes of one field, 1 byte each", (i, out) -> out.writeByteArray(13, new byte[1])),
    MESSAGES_WITH_UNKNOWN(
            "messages, each with an unknown group",
            (i, out) -> out.writeByteArray(2, bytesOf(inner -> nestedGroups(inner, 1)))),
    MESSAGES("messages, empty, side by side", (i, out) -> out.writeByteArray(2, new byte[0])),
    MESSAGES_IN_A_FIELD(
            "messages, each in a field of another, 64 deep", (i, out) -> out.writeByteArray(2, nested(1, 63))),
    MESSAGES_IN_A_LIST(
            "messages, each in a list of another, 64 deep", (i, out) -> out.writeByteArray(2, nested(2, 63))),
    MESSAGES_WITH_MAPS(
            "messages, each with an empty entry in two maps",
            (i, out) -> out.writeByteArray(2, bytesOf(inner -> {
                inner.writeByteArray(4, new byte[0]);
                inner.writeByteArray(5, new byte[0]);
            }))),
    MAP_OF_STRINGS(
            "map entries, a string to nothing",
            (i, out) -> out.writeByteArray(4, bytesOf(inner -> inner.writeString(1, Integer.toString(i, 36))))),
    MAP_OF_MESSAGES(
            "map entries, a number to an empty message",
            (i, out) -> out.writeByteArray(5, bytesOf(inner -> {
                inner.writeInt32(1, i);
                inner.writeByteArray(2, new byte[0]);
            }))),
    ANYS("Any fields, empty", (i, out) -> out.writeByteArray(10, new byte[0])),
    ANY_IN_ANY("Any fields, each in the value of another, 64 deep", (i, out) -> out.writeByteArray(10, anys(64))),
    EMPTY_STRINGS("strings, empty", (i, out) -> out.writeString(8, "")),
    STRINGS("strings of 1 character", (i, out) -> out.writeString(8, "a")),
    LONG_STRINGS("strings of 100,000 characters", (i, out) -> out.writeByteArray(8, filled('a', 100_000))),
    EMPTY_BYTES("bytes, empty", (i, out) -> out.writeByteArray(9, new byte[0])),
    BYTES("bytes of 1 byte", (i, out) -> out.writeByteArray(9, new byte[1])),
    PACKED("numbers, packed, 1 byte each", (i, out) -> out.writeByteArray(6, filled(1, 100_000))),
    PACKED_FLAGS("bools, packed", (i, out) -> out.writeByteArray(12, filled(1, 100_000))),
    UNPACKED("numbers, not packed", (i, out) -> out.writeInt32(7, 1)),
    CLOSED_ENUM("values that a closed enum does not know", (i, out) -> out.writeInt32(11, 200));

    private final String title;
    private final Part part;

    /** Writes a part of the body; each has another number. */
    private interface Part {
        void write(int number, CodedOutputStream out) throws IOException;
    }

    private interface Content {
        void write(CodedOutputStream out) throws IOException;
    }

    CostlyBody(String title, Part part) {
        this.title = title;
        this.part = part;
    }

    /** As it stands in limits.md. */
    @Override
    public String toString() {
        return title;
    }

    /** A legal body of that many bytes, or a part less. */
    public byte[] ofLength(int bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
        for (int number = 0; ; number++) {
            int i = number;
            byte[] next = bytesOf(out -> part.write(i, out));
            if (body.size() + next.length > bytes) {
                return body.toByteArray();
            }
            body.writeBytes(next);
        }
    }

    private static void nestedGroups(CodedOutputStream out, int levels) throws IOException {
        for (int level = 0; level < levels; level++) {
            out.writeTag(13, WireFormat.WIRETYPE_START_GROUP);
        }
        for (int level = 0; level < levels; level++) {
            out.writeTag(13, WireFormat.WIRETYPE_END_GROUP);
        }
    }

    /** That many messages, each the content of a field of the one before. */
    private static byte[] nested(int field, int levels) {
        return levels == 0 ? new byte[0] : bytesOf(out -> out.writeByteArray(field, nested(field, levels - 1)));
    }

    private static byte[] anys(int levels) {
        return levels == 0
                ? new byte[0]
                : bytesOf(out -> {
                    out.writeString(1, "/google.protobuf.Any");
                    out.writeByteArray(2, anys(levels - 1));
                });
    }

    private static byte[] filled(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] bytesOf(Content content) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
            content.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
