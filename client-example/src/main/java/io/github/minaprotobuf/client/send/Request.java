package io.github.minaprotobuf.client.send;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Wire;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Something to send.
 *
 * @param form how it was written, and how its reply is shown
 * @param type of the message; of the reply to raw bytes
 * @param bytes a body, or all that goes out
 * @param isRaw whether the bytes go out as they are, without a header
 */
public record Request(Form form, MessageType type, byte[] bytes, boolean isRaw) {

    private static final String TYPE_KEY = "@type";

    /** @throws IllegalArgumentException when the text is no message of that type in this form */
    public static Request message(String text, Form form, MessageType type) {
        return new Request(form, type, form.parse(text, type).toByteArray(), false);
    }

    /** Bytes that need not be a frame. */
    public static Request raw(byte[] bytes, MessageType replyType) {
        return new Request(Form.TEXT, replyType, bytes, true);
    }

    /**
     * A message as a line of JSON, which may name its type as an {@code Any} does.
     *
     * @param type where it names none
     * @throws IllegalArgumentException when the line is no such message
     */
    public static Request line(String line, MessageType type, Function<String, MessageType> byName) {
        JsonObject json = parse(line);
        JsonElement named = json.remove(TYPE_KEY);
        if (named == null) {
            return message(line, Form.JSON_LINE, type);
        }
        String url = named.getAsString();
        return message(json.toString(), Form.JSON_LINE, byName.apply(url.substring(url.lastIndexOf('/') + 1)));
    }

    /** As it goes over the wire. */
    public FrameStream in(Wire wire, OptionalLong id) {
        if (isRaw) {
            return FrameStream.raw(bytes);
        }
        return FrameStream.of(id.isPresent() ? wire.sendingType(id.getAsLong()) : wire, List.of(bytes));
    }

    private static JsonObject parse(String line) {
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("no object of JSON: " + e.getMessage(), e);
        }
    }
}
