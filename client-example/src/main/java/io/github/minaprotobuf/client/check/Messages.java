package io.github.minaprotobuf.client.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.example.Kind;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Messages for cases to send. */
final class Messages {

    /** Characters of one to four bytes in UTF-8. */
    private static final String LETTERS = "aZ9~\u00e9\u00df\u0416\u05d0\u20ac\u4e2d\uac00\ud83d\ude00";

    private Messages() {}

    /** No field set: a body of no bytes. */
    static Echo empty() {
        return Echo.getDefaultInstance();
    }

    /** Messages with ids from 1 on, small and all different. */
    static List<Echo> numbered(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> Echo.newBuilder().setId(id).build())
                .toList();
    }

    /** One message for each length. */
    static List<Echo> ofBodyLengths(Random random, int... lengths) {
        return IntStream.of(lengths)
                .mapToObj(length -> ofBodyLength(random, length))
                .toList();
    }

    /** A message that serialises to exactly so many bytes; any number but 1, which no message with a field has. */
    static Echo ofBodyLength(Random random, int length) {
        // A payload alone leaves a gap wherever its own length grows by a byte; an id of two bytes fills it.
        for (Echo rest : List.of(empty(), Echo.newBuilder().setId(1).build())) {
            int room = length - rest.getSerializedSize();
            for (int payload = room; payload >= 0 && payload >= room - 6; payload--) {
                if (payloadFieldLength(payload) == room) {
                    return rest.toBuilder()
                            .setPayload(randomBytes(random, payload))
                            .build();
                }
            }
        }
        throw new IllegalArgumentException("no message has a body of " + length + " bytes");
    }

    /** Every field set at random, but for one in ten: those are empty. */
    static Echo random(Random random) {
        if (random.nextInt(10) == 0) {
            return empty();
        }
        Echo.Builder message = Echo.newBuilder()
                .setId(random.nextLong() >> random.nextInt(64))
                .setText(randomText(random, random.nextInt(40)))
                .setPayload(randomBytes(random, random.nextInt(1 << random.nextInt(13))))
                .setRatio(Double.longBitsToDouble(random.nextLong()))
                .setKindValue(random.nextInt());
        for (int i = random.nextInt(5); i > 0; i--) {
            message.addValues(random.nextInt() >> random.nextInt(32));
            message.putTags(randomText(random, i), randomText(random, random.nextInt(8)));
        }
        return random.nextBoolean()
                ? message.build()
                : message.setChild(random(random)).build();
    }

    /** Every field set, two levels deep. */
    static Echo withAllFields() {
        Echo child = Echo.newBuilder()
                .setId(-7)
                .setText("child")
                .setPayload(ByteString.fromHex("00ff0a80"))
                .addValues(-1)
                .putTags("depth", "2")
                .setRatio(0.5)
                .setKind(Kind.KIND_PING)
                .build();
        return child.toBuilder()
                .setId(7)
                .setText("parent")
                .addValues(1)
                .addValues(Integer.MAX_VALUE)
                .putTags("depth", "1")
                .putTags("name", "all fields")
                .setKind(Kind.KIND_DATA)
                .setChild(child)
                .build();
    }

    private static int payloadFieldLength(int payload) {
        int tag = CodedOutputStream.computeTagSize(Echo.PAYLOAD_FIELD_NUMBER);
        return payload == 0 ? 0 : tag + CodedOutputStream.computeUInt32SizeNoTag(payload) + payload;
    }

    private static ByteString randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return UnsafeByteOperations.unsafeWrap(bytes); // nobody else has them: no copy of what may be very long
    }

    private static String randomText(Random random, int characters) {
        int[] letters = LETTERS.codePoints().toArray();
        return random.ints(characters, 0, letters.length)
                .collect(StringBuilder::new, (text, i) -> text.appendCodePoint(letters[i]), StringBuilder::append)
                .toString();
    }
}
