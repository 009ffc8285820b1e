package io.github.minaprotobuf.server;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.example.Echo;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random frames, good and bad, in the order in which a client sends them, and the replies that they are due. */
final class SoakTraffic {

    static final int MAX_BODY = 4 << 20;

    private static final int[] SIZES = {0, 1, 100, 127, 128, 1_000, 5_000, 16_383, 16_384, 70_000};
    private static final int FIELDS = 1 + 3 + 1 + 4; // tag and value of the id, tag and length of a long payload
    private static final byte[] NOISE = new byte[MAX_BODY];

    static {
        new Random(1).nextBytes(NOISE);
    }

    private final Random random;
    private final SoakCounts counts;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final List<byte[]> due = new ArrayList<>();

    SoakTraffic(Random random, SoakCounts counts) {
        this.random = random;
        this.counts = counts;
    }

    /** Sizes from 0 B to the longest, most of them small. */
    SoakTraffic good() {
        int kind = random.nextInt(1_000);
        if (kind < 3) {
            return good(MAX_BODY - FIELDS); // the longest body
        }
        return good(kind < 20 ? random.nextInt(MAX_BODY / 2) : SIZES[random.nextInt(SIZES.length)]);
    }

    private SoakTraffic good(int payload) {
        byte[] frame = frame(payload, random);
        due.add(frame);
        return append("good frames", frame);
    }

    static byte[] frame(int payload, Random random) {
        if (payload == 0) {
            return Client.frames(Echo.getDefaultInstance());
        }
        int from = random.nextInt(NOISE.length - payload + 1);
        return Client.frames(Echo.newBuilder()
                .setId((1 << 20) + random.nextInt(1 << 20)) // three bytes
                .setPayload(ByteString.copyFrom(NOISE, from, payload))
                .build());
    }

    /** A body that is no message: a tag of zero, a field longer than the body, text that is not UTF-8. */
    SoakTraffic malformed() {
        byte[][] kinds = {{1, 0}, {2, 0x12, 0x7F}, {3, 0x12, 1, (byte) 0xFF}};
        return append("malformed bodies", kinds[random.nextInt(kinds.length)]);
    }

    /** One byte over the limit. */
    SoakTraffic tooLong() {
        append("frames over the limit", new byte[] {(byte) 0x81, (byte) 0x80, (byte) 0x80, 2});
        stream.write(NOISE, 0, MAX_BODY);
        stream.write(0);
        return this;
    }

    /** Mostly good ones. */
    SoakTraffic any() {
        int kind = random.nextInt(1_000);
        return kind < 1 ? tooLong() : kind < 50 ? malformed() : good();
    }

    SoakTraffic beginOfHeader() {
        return append("headers that do not end", (byte) 0x80);
    }

    SoakTraffic beginOfBody() {
        byte[] frame = frame(1 + random.nextInt(100_000), random);
        return append("bodies that do not end", Arrays.copyOf(frame, 4 + random.nextInt(frame.length / 2)));
    }

    SoakTraffic corruptHeader() {
        return append("corrupt headers", (byte) -1, (byte) -1, (byte) -1, (byte) -1, (byte) -1);
    }

    private SoakTraffic append(String kind, byte... bytes) {
        counts.add(kind);
        stream.writeBytes(bytes);
        return this;
    }

    byte[] stream() {
        return stream.toByteArray();
    }

    List<byte[]> due() {
        return due;
    }
}
