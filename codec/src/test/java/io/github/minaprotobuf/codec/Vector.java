package io.github.minaprotobuf.codec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Bodies bodies,
        byte[] bytes,
        boolean singleCuts,
        List<int[]> cuts,
        List<Expected> expected,
        boolean sessionLost) {

    private static final Set<String> KEYS = Set.of(
            "name",
            "about",
            "format",
            "maxBodyLength",
            "messageType",
            "messageTypes",
            "bytes",
            "cuts",
            "expected",
            "sessionLost");
    private static final ExtensionRegistry EXTENSIONS = ExtensionRegistry.newInstance();

    static {
        StrictProto.registerAllExtensions(EXTENSIONS);
    }

    /**
     * @param outcome the message, or the error with its numbers
     * @param after the bytes after which an error is told, where that is said
     */
    record Expected(Object outcome, OptionalInt after) {}

    /**
     * What the bodies are.
     *
     * @param byType empty for those that are not parsed
     */
    record Bodies(Optional<MessageLite> untyped, Map<Integer, Optional<MessageLite>> byType) {

        private static Bodies of(JsonObject json) {
            if (json.has("messageType")) {
                return new Bodies(messageType(json.get("messageType").getAsString()), Map.of());
            }
            Map<Integer, Optional<MessageLite>> byType = new HashMap<>();
            json.getAsJsonObject("messageTypes")
                    .asMap()
                    .forEach((id, name) -> byType.put(Integer.parseUnsignedInt(id), messageType(name.getAsString())));
            return new Bodies(Optional.empty(), byType);
        }

        private static Optional<MessageLite> messageType(String name) {
            return switch (name) {
                case "Sample" -> Optional.of(Sample.getDefaultInstance());
                case "Strict" -> Optional.of(Strict.getDefaultInstance());
                case "bytes" -> Optional.empty();
                default -> throw new IllegalArgumentException("message type " + name);
            };
        }

        private ProtobufCodecFactory.Builder codec() {
            if (untyped.isPresent()) {
                return ProtobufCodecFactory.builder(BodyCodec.of(untyped.get(), EXTENSIONS));
            }
            MessageTypes.Builder types = MessageTypes.builder().extensions(EXTENSIONS);
            byType.forEach((id, prototype) ->
                    prototype.ifPresentOrElse(message -> types.receive(id, message), () -> types.bytes(id)));
            return ProtobufCodecFactory.builder(types.build());
        }

        private Object parse(byte[] body, int type) {
            Optional<MessageLite> prototype = untyped.isPresent() ? untyped : byType.get(type);
            try {
                return prototype.isPresent()
                        ? prototype.get().getParserForType().parseFrom(body, EXTENSIONS)
                        : TypedBytes.of(type, ByteString.copyFrom(body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Stream<Vector> readAll(Path file) {
        try {
            JsonObject topic = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return elements(topic.getAsJsonArray("vectors")).map(json -> read(json.getAsJsonObject()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProtobufCodecFactory factory() {
        return bodies.codec().frameFormat(format).maxBodyLength(maxBodyLength).build();
    }

    /** An error as {@link Expected} has it. */
    static String error(String kind, long... numbers) {
        return kind + Arrays.toString(numbers);
    }

    private static Vector read(JsonObject json) {
        if (!KEYS.containsAll(json.keySet())) {
            throw new IllegalArgumentException("unknown key among " + json.keySet());
        }
        Bodies bodies = Bodies.of(json);
        JsonElement cuts = json.get("cuts");
        return new Vector(
                json.get("name").getAsString(),
                format(json.get("format")),
                json.get("maxBodyLength").getAsInt(),
                bodies,
                bytes(json.get("bytes")),
                cuts.isJsonPrimitive() && cuts.getAsString().equals("every"),
                cuts.isJsonArray()
                        ? elements(cuts.getAsJsonArray()).map(Vector::offsets).toList()
                        : List.of(),
                elements(json.getAsJsonArray("expected"))
                        .map(e -> expected(e.getAsJsonObject(), bodies))
                        .toList(),
                json.get("sessionLost").getAsBoolean());
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
        FrameFormatBuilder builder = FrameFormat.builder();
        if (json.has("lengthAdjustment")) {
            builder.lengthAdjustment(json.get("lengthAdjustment").getAsInt());
        }
        elements(json.getAsJsonArray("parts")).forEach(part -> append(builder, part.getAsJsonObject()));
        return builder.build();
    }

    private static void append(FrameFormatBuilder builder, JsonObject part) {
        if (part.has("constant")) {
            builder.constant(bytes(part.get("constant")));
        } else if (part.has("reserved")) {
            builder.reserved(part.get("reserved").getAsInt());
        } else if (part.has("length")) {
            JsonObject number = part.getAsJsonObject("length");
            if (isVarint(number)) {
                builder.varintLength();
            } else {
                builder.fixedLength(number.get("bytes").getAsInt(), order(number));
            }
        } else {
            JsonObject number = part.getAsJsonObject("type");
            if (isVarint(number)) {
                builder.varintType();
            } else {
                builder.fixedType(number.get("bytes").getAsInt(), order(number));
            }
        }
    }

    private static boolean isVarint(JsonObject number) {
        return switch (number.get("kind").getAsString()) {
            case "varint" -> true;
            case "fixed" -> false;
            default -> throw new IllegalArgumentException("number " + number);
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

    private static Expected expected(JsonObject json, Bodies bodies) {
        OptionalInt after = json.has("after") ? OptionalInt.of(json.get("after").getAsInt()) : OptionalInt.empty();
        if (json.has("error")) {
            return new Expected(error(json), after);
        }
        int type = json.has("type") ? (int) json.get("type").getAsLong() : 0;
        return new Expected(bodies.parse(bytes(json.get(json.has("bytes") ? "bytes" : "message")), type), after);
    }

    private static String error(JsonObject json) {
        String kind = json.get("error").getAsString();
        return switch (kind) {
            case "malformed", "corrupted", "compressed" -> error(kind);
            case "unknown_type" -> error(kind, json.get("type").getAsLong());
            case "too_long" -> error(kind, json.get("declaredLength").getAsLong());
            case "truncated" ->
                error(
                        kind,
                        json.get("receivedBytes").getAsLong(),
                        json.get("expectedBytes").getAsLong());
            default -> throw new IllegalArgumentException("error " + json);
        };
    }

    private static Stream<JsonElement> elements(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
