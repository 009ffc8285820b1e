package io.github.minaprotobuf.client.check;

import static io.github.minaprotobuf.client.check.Case.must;

import com.google.protobuf.ByteString;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.example.Kind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Section 4: what protobuf can say comes back as it was said. */
final class ContentCases {

    private static final int DEPTH = 20;

    static final Section SECTION = Section.of(
                    4,
                    "protobuf content",
                    must(
                            "4.1",
                            "extremes of int64",
                            "64-bit integers keep every bit, the sign among them.",
                            trial -> trial.echo(int64Extremes(), Cut.nowhere())),
                    must(
                            "4.2",
                            "extremes of sint32",
                            "Packed zigzag integers keep every bit, and their order.",
                            trial -> trial.echo(sint32Extremes(), Cut.nowhere())),
                    must(
                            "4.3",
                            "extremes of double, NaN, infinities and -0.0",
                            "Doubles keep every bit; -0.0 is not the default and must be sent.",
                            trial -> trial.echo(doubleExtremes(), Cut.nowhere())),
                    must(
                            "4.4",
                            "enum values, known and unknown",
                            "A number that the enum does not name is kept.",
                            trial -> trial.echo(enumValues(), Cut.nowhere())),
                    must(
                            "4.5",
                            "UTF-8 of one to four bytes",
                            "Text comes back character by character, those outside the basic plane among them.",
                            trial -> trial.echo(texts(), Cut.nowhere())),
                    must(
                            "4.6",
                            "every byte value",
                            "Bytes are not text: all 256 values come back, zero among them.",
                            trial -> trial.echo(List.of(everyByteValue()), Cut.nowhere())),
                    must(
                            "4.7",
                            "map entries, empty keys and values among them",
                            "Each entry of a map comes back once.",
                            trial -> trial.echo(List.of(tags()), Cut.nowhere())),
                    must(
                            "4.8",
                            "nested messages, an empty one innermost",
                            "Nested messages come back; one that is set but empty is not the same as none.",
                            trial -> trial.echo(List.of(nested()), Cut.nowhere())),
                    must(
                            "4.9",
                            "all fields at once",
                            "No field disturbs another.",
                            trial -> trial.echo(List.of(Messages.withAllFields()), Cut.nowhere())))
            .and(RepresentationCases.CASES);

    private ContentCases() {}

    private static List<Echo> int64Extremes() {
        return LongStream.of(
                        1,
                        -1,
                        Integer.MAX_VALUE,
                        Integer.MIN_VALUE,
                        1L << 53,
                        (1L << 53) + 1,
                        -(1L << 53) - 1,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE - 1,
                        Long.MIN_VALUE,
                        Long.MIN_VALUE + 1)
                .mapToObj(id -> Echo.newBuilder().setId(id).build())
                .toList();
    }

    private static List<Echo> sint32Extremes() {
        int[] extremes = {0, 1, -1, 63, -64, 64, -65, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1};
        Stream<Echo> oneByOne = IntStream.of(extremes)
                .mapToObj(value -> Echo.newBuilder().addValues(value).build());
        Echo.Builder together = Echo.newBuilder();
        for (int round = 0; round < 100; round++) {
            IntStream.of(extremes).forEach(together::addValues);
        }
        return Stream.concat(oneByOne, Stream.of(together.build())).toList();
    }

    private static List<Echo> doubleExtremes() {
        return DoubleStream.of(
                        -0.0,
                        1,
                        -1,
                        0.1,
                        Double.MIN_VALUE,
                        -Double.MIN_VALUE,
                        Double.MIN_NORMAL,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.NaN)
                .mapToObj(ratio -> Echo.newBuilder().setRatio(ratio).build())
                .toList();
    }

    private static List<Echo> enumValues() {
        return IntStream.of(
                        Kind.KIND_PING_VALUE,
                        Kind.KIND_DATA_VALUE,
                        3,
                        1_000_000,
                        Integer.MAX_VALUE,
                        -1,
                        Integer.MIN_VALUE)
                .mapToObj(number -> Echo.newBuilder().setKindValue(number).build())
                .toList();
    }

    private static List<Echo> texts() {
        Function<int[], String> text = codePoints -> new String(codePoints, 0, codePoints.length);
        String fromOneToFourBytes = text.apply(new int[] {'A', 0xE9, 0x20AC, 0x1F600});
        String endsOfEachLength = text.apply(
                new int[] {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF});
        String joined = text.apply(new int[] {0x1F469, 0x200D, 0x1F680, ' ', 'e', 0x301, ' ', 0x5D0, 0x202E, 0x5D1});
        return Stream.of(
                        fromOneToFourBytes,
                        endsOfEachLength,
                        joined,
                        text.apply(new int[] {0x1F600}).repeat(1_000))
                .map(value -> Echo.newBuilder().setText(value).build())
                .toList();
    }

    private static Echo everyByteValue() {
        byte[] values = new byte[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        return Echo.newBuilder().setPayload(ByteString.copyFrom(values)).build();
    }

    private static Echo tags() {
        Echo.Builder message = Echo.newBuilder()
                .putTags("", "empty key")
                .putTags("empty value", "")
                .putTags("\0", "\0");
        for (int i = 0; i < 100; i++) {
            message.putTags("key " + i, "value " + i);
        }
        return message.build();
    }

    private static Echo nested() {
        Echo message = Messages.empty();
        for (int depth = DEPTH; depth > 0; depth--) {
            message = Echo.newBuilder().setId(depth).setChild(message).build();
        }
        return message;
    }
}
