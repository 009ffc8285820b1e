package io.github.minaprotobuf.server;

import com.google.protobuf.CodedOutputStream;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Legal bodies of an {@code Echo} that cost the most heap or time for their length, each of a kind; see limits.md. */
enum WorstBody {
    UNKNOWN_GROUPS_NESTED {
        @Override
        byte[] unit() {
            byte[] unit = new byte[198];
            Arrays.fill(unit, 0, 99, (byte) 0x4B); // the start of group 9
            Arrays.fill(unit, 99, 198, (byte) 0x4C);
            return unit;
        }
    },
    UNKNOWN_GROUPS_OF_VARINTS {
        @Override
        byte[] unit() throws IOException {
            ByteArrayOutputStream unit = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(unit);
            out.writeTag(9, 3);
            for (int field = 1; field <= 15; field++) {
                out.writeInt32(field, 1);
            }
            out.writeTag(9, 4);
            out.flush();
            return unit.toByteArray();
        }
    },
    MESSAGES_NESTED {
        @Override
        byte[] unit() {
            Echo echo = Echo.getDefaultInstance();
            for (int depth = 0; depth < 64; depth++) {
                echo = Echo.newBuilder().setChild(echo).build();
            }
            return echo.toByteArray();
        }
    },
    MAP_ENTRIES {
        @Override
        byte[] unit() {
            Echo.Builder echo = Echo.newBuilder();
            for (int key = 0; key < 10_000; key++) {
                echo.putTags(Integer.toString(key, 36), "");
            }
            return echo.build().toByteArray();
        }
    };

    /** Repeated, it is still a legal body. */
    abstract byte[] unit() throws IOException;

    /** Varint32 length, then a body of as many units as fit. */
    byte[] frame(int maxBody) throws IOException {
        byte[] unit = unit();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < maxBody / unit.length; i++) {
            body.writeBytes(unit);
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(frame);
        out.writeByteArrayNoTag(body.toByteArray());
        out.flush();
        return frame.toByteArray();
    }
}
