package io.github.minaprotobuf.client.send;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UninitializedMessageException;
import com.google.protobuf.util.JsonFormat;
import io.github.minaprotobuf.client.wire.Printable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How people write a message. */
public enum Form {
    /** Protobuf's text format: {@code id: 1 text: "hi"}. */
    TEXT {
        @Override
        void merge(String text, MessageType type, Message.Builder message) throws TextFormat.ParseException {
            TextFormat.Parser.newBuilder().setTypeRegistry(type.known()).build().merge(text, message);
        }

        @Override
        public String print(Message message, MessageType type) {
            return Printable.of(TextFormat.printer()
                    .usingTypeRegistry(type.known())
                    .escapingNonAscii(false)
                    .printToString(message));
        }
    },

    /** Protobuf's JSON: {@code {"id": "1", "text": "hi"}}. */
    JSON {
        @Override
        void merge(String text, MessageType type, Message.Builder message) throws InvalidProtocolBufferException {
            JsonFormat.parser().usingTypeRegistry(type.known()).merge(text, message);
        }

        @Override
        public String print(Message message, MessageType type) throws InvalidProtocolBufferException {
            return Printable.of(
                            JsonFormat.printer().usingTypeRegistry(type.known()).print(message)) + "\n";
        }
    },

    /** The same on one line. */
    JSON_LINE {
        @Override
        void merge(String text, MessageType type, Message.Builder message)
                throws TextFormat.ParseException, InvalidProtocolBufferException {
            JSON.merge(text, type, message);
        }

        @Override
        public String print(Message message, MessageType type) throws InvalidProtocolBufferException {
            return Printable.of(JsonFormat.printer()
                            .usingTypeRegistry(type.known())
                            .omittingInsignificantWhitespace()
                            .print(message))
                    + "\n";
        }
    };

    /** {@code no field named "x"}, or {@code Cannot find field: x}: how three parsers say it. */
    private static final Pattern UNKNOWN_FIELD =
            Pattern.compile("no field named \"(\\w+)\"|Cannot find field: (\\w+)|\t[\\w.]+\\.(\\w+)");

    /** JSON where the text begins with a brace, which text format does not. */
    public static Form of(String text) {
        return text.stripLeading().startsWith("{") ? JSON : TEXT;
    }

    /** @throws IllegalArgumentException when the text is no message of that type in this form */
    public Message parse(String text, MessageType type) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type.descriptor());
        try {
            merge(text, type, message);
            return message.build();
        } catch (TextFormat.ParseException | InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "not a " + type.descriptor().getFullName() + ": " + e.getMessage()
                            + nearField(String.valueOf(e.getMessage()), type),
                    e);
        } catch (UninitializedMessageException e) {
            throw new IllegalArgumentException(
                    "not all of a " + type.descriptor().getFullName() + ": " + e.getMessage(), e);
        }
    }

    private static String nearField(String message, MessageType type) {
        Matcher unknown = UNKNOWN_FIELD.matcher(message);
        if (!unknown.find()) {
            return "";
        }
        List<String> fields = type.descriptor().getFields().stream()
                .map(FieldDescriptor::getName)
                .toList();
        return Stream.of(1, 2, 3)
                .map(unknown::group)
                .filter(Objects::nonNull)
                .map(wrong -> NearName.suggestion(wrong, fields))
                .collect(Collectors.joining());
    }

    /**
     * The message with a line end behind it.
     *
     * @throws InvalidProtocolBufferException when it holds an {@code Any} of a type that is not known
     */
    public abstract String print(Message message, MessageType type) throws InvalidProtocolBufferException;

    abstract void merge(String text, MessageType type, Message.Builder message)
            throws TextFormat.ParseException, InvalidProtocolBufferException;
}
