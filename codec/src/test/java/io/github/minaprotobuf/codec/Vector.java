package io.github.minaprotobuf.codec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import io.github.minaprotobuf.codec.test.StrictProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One of the published test vectors; their README says what the keys mean.
 *
 * @param singleCuts whether to cut at every offset
 * @param cuts further ways to cut
 */
record Vector(
        String name,
        FrameFormat format,
        int maxBodyLength,
        MessageLite messageType,
        byte[] bytes,
        boolean singleCuts,
        List<int[]> cuts,
        List<Expected> expected,
        boolean sessionLost) {

    private static final Set<String> KEYS = Set.of(
            "name", "about", "format", "maxBodyLength", "messageType", "bytes", "cuts", "expected", "sessionLost");
    private static final ExtensionRegistry EXTENSIONS = ExtensionRegistry.newInstance();

    static {
        StrictProto.registerAllExtensions(EXTENSIONS);
    }

    /**
     * @param outcome the message, or the error with its numbers
     * @param after the bytes after which an error is told, where that is said
     */
    record Expected(Object outcome, OptionalInt after) {}

    static Stream<Vector> readAll(Path file) {
        try {
            JsonObject topic = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return elements(topic.getAsJsonArray("vectors")).map(json -> read(json.getAsJsonObject()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProtobufCodecFactory factory() {
        return ProtobufCodecFactory.builder(BodyCodec.of(messageType, EXTENSIONS))
                .frameFormat(format)
                .maxBodyLength(maxBodyLength)
                .build();
    }

    /** An error as {@link Expected} has it. */
    static String error(String kind, long... numbers) {
        return kind + Arrays.toString(numbers);
    }

    private static Vector read(JsonObject json) {
        if (!KEYS.containsAll(json.keySet())) {
            throw new IllegalArgumentException("unknown key among " + json.keySet());
        }
        MessageLite type = messageType(json.get("messageType").getAsString());
        JsonElement cuts = json.get("cuts");
        return new Vector(
                json.get("name").getAsString(),
                format(json.get("format")),
                json.get("maxBodyLength").getAsInt(),
                type,
                bytes(json.get("bytes")),
                cuts.isJsonPrimitive() && cuts.getAsString().equals("every"),
                cuts.isJsonArray()
                        ? elements(cuts.getAsJsonArray()).map(Vector::offsets).toList()
                        : List.of(),
                elements(json.getAsJsonArray("expected"))
                        .map(e -> expected(e.getAsJsonObject(), type))
                        .toList(),
                json.get("sessionLost").getAsBoolean());
    }

    private static MessageLite messageType(String name) {
        return switch (name) {
            case "Sample" -> Sample.getDefaultInstance();
            case "Strict" -> Strict.getDefaultInstance();
            default -> throw new IllegalArgumentException("message type " + name);
        };
    }

    private static FrameFormat format(JsonElement json) {
        if (json.isJsonObject()) {
            return customFormat(json.getAsJsonObject());
        }
        return switch (json.getAsString()) {
            case "littleEndian32" -> FrameFormat.littleEndian32();
            case "bigEndian32" -> FrameFormat.bigEndian32();
            case "varint32" -> FrameFormat.varint32();
            case "grpc" -> FrameFormat.grpc();
            default -> throw new IllegalArgumentException("format " + json);
        };
    }

    private static FrameFormat customFormat(JsonObject json) {
        FrameFormat.Builder builder = FrameFormat.builder()
                .preamble(json.has("preamble") ? bytes(json.get("preamble")) : new byte[0])
                .reservedBefore(intOrZero(json, "reservedBefore"))
                .reservedAfter(intOrZero(json, "reservedAfter"))
                .lengthAdjustment(intOrZero(json, "lengthAdjustment"));
        JsonObject field = json.getAsJsonObject("lengthField");
        return switch (field.get("kind").getAsString()) {
            case "varint" -> builder.varintLength().build();
            case "fixed" ->
                builder.fixedLength(field.get("bytes").getAsInt(), order(field)).build();
            default -> throw new IllegalArgumentException("length field " + field);
        };
    }

    private static ByteOrder order(JsonObject field) {
        return switch (field.get("order").getAsString()) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new IllegalArgumentException("byte order of " + field);
        };
    }

    private static byte[] bytes(JsonElement json) {
        if (json.isJsonPrimitive()) {
            return HexFormat.of().parseHex(json.getAsString().replace(" ", ""));
        } else if (json.isJsonArray()) {
            return Wire.concat(
                    elements(json.getAsJsonArray()).map(Vector::bytes).toArray(byte[][]::new));
        }
        JsonObject notation = json.getAsJsonObject();
        int times = notation.get("times").getAsInt();
        return notation.has("repeat")
                ? repeated(bytes(notation.get("repeat")), times)
                : wrapped(bytes(notation.get("wrap")), bytes(notation.get("tag")), times);
    }

    private static byte[] repeated(byte[] bytes, int times) {
        byte[][] all = new byte[times][];
        Arrays.fill(all, bytes);
        return Wire.concat(all);
    }

    private static byte[] wrapped(byte[] bytes, byte[] tag, int times) {
        byte[] wrapped = bytes;
        for (int i = 0; i < times; i++) {
            wrapped = Wire.concat(tag, Wire.VARINT32.frame(wrapped));
        }
        return wrapped;
    }

    private static int[] offsets(JsonElement json) {
        return elements(json.getAsJsonArray()).mapToInt(JsonElement::getAsInt).toArray();
    }

    private static Expected expected(JsonObject json, MessageLite type) {
        OptionalInt after = json.has("after") ? OptionalInt.of(json.get("after").getAsInt()) : OptionalInt.empty();
        return new Expected(json.has("message") ? message(bytes(json.get("message")), type) : error(json), after);
    }

    private static MessageLite message(byte[] body, MessageLite type) {
        try {
            return type.getParserForType().parseFrom(body, EXTENSIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String error(JsonObject json) {
        String kind = json.get("error").getAsString();
        return switch (kind) {
            case "malformed", "corrupted" -> error(kind);
            case "too_long" -> error(kind, json.get("declaredLength").getAsLong());
            case "truncated" ->
                error(
                        kind,
                        json.get("receivedBytes").getAsLong(),
                        json.get("expectedBytes").getAsLong());
            default -> throw new IllegalArgumentException("error " + json);
        };
    }

    private static int intOrZero(JsonObject json, String key) {
        return json.has(key) ? json.get(key).getAsInt() : 0;
    }

    private static Stream<JsonElement> elements(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
