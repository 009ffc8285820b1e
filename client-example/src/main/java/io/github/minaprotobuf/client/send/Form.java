package io.github.minaprotobuf.client.send;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UninitializedMessageException;
import com.google.protobuf.util.JsonFormat;

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
            return TextFormat.printer()
                    .usingTypeRegistry(type.known())
                    .escapingNonAscii(false)
                    .printToString(message);
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
            return JsonFormat.printer().usingTypeRegistry(type.known()).print(message) + "\n";
        }
    };

    /** @throws IllegalArgumentException when the text is no message of that type in this form */
    public Message parse(String text, MessageType type) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type.descriptor());
        try {
            merge(text, type, message);
            return message.build();
        } catch (TextFormat.ParseException | InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a " + type.descriptor().getFullName() + ": " + e.getMessage(), e);
        } catch (UninitializedMessageException e) {
            throw new IllegalArgumentException(
                    "not all of a " + type.descriptor().getFullName() + ": " + e.getMessage(), e);
        }
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
