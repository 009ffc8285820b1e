package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UninitializedMessageException;
import java.io.IOException;

/**
 * A message of one type, for {@link BodyCodec#of}. Calls what {@code Parser.parseFrom} calls, and is no lambda: three
 * levels less for the JIT, which inlines 15 and then allocates no stream for a body.
 */
record OneTypeBody<M extends MessageLite>(
        Class<?> type, Parser<M> parser, ExtensionRegistryLite extensions, int recursionLimit)
        implements BodyCodec<M>, WholeBodyDecoder.Ours {

    static <M extends MessageLite> OneTypeBody<M> of(M prototype, ExtensionRegistryLite extensions) {
        @SuppressWarnings("unchecked") // generated code: a message's parser makes messages of its own type
        Parser<M> parser = (Parser<M>) prototype.getParserForType();
        return new OneTypeBody<>(prototype.getClass(), parser, extensions, ParserOptions.DEFAULT_RECURSION_LIMIT);
    }

    @Override
    public OneTypeBody<M> with(ParserOptions options) {
        Parser<M> parser = options.discardsUnknownFields() ? discardingUnknownFields() : this.parser;
        return new OneTypeBody<>(type, parser, extensions, options.recursionLimit());
    }

    /** The only way that is open to others: protobuf tells the stream, by a method that is its own. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // M is a Message, and wrap gives a parser of the same type
    private Parser<M> discardingUnknownFields() {
        if (!Message.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(
                    "discardUnknownFields is set, but protobuf always keeps the unknown fields"
                            + " of the lite runtime's messages, as " + type.getName());
        }
        return (Parser<M>) DiscardUnknownFieldsParser.wrap((Parser) parser);
    }

    @Override
    public M decode(CodedInputStream body, int length) throws IOException {
        body.setRecursionLimit(recursionLimit);
        M message = parser.parsePartialFrom(body, extensions);
        body.checkLastTagWas(0); // it is 0 at the end only
        if (message.isInitialized()) {
            return message;
        }
        throw missingFields(message).asInvalidProtocolBufferException();
    }

    private static UninitializedMessageException missingFields(MessageLite message) {
        return message instanceof Message full
                ? new UninitializedMessageException(full.findInitializationErrors())
                : new UninitializedMessageException(message);
    }
}
