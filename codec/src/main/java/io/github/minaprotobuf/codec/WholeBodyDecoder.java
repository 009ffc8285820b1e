package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Objects;

/** Decodes a body and answers for all of it: it returns a message after the last byte only, and never inside a group. */
sealed interface WholeBodyDecoder permits AnyBody, BytesBody, OneTypeBody, WholeBodyDecoder.Checked {

    /** As {@link BodyCodec#decode}. */
    Object decode(CodedInputStream body, int length) throws IOException;

    /**
     * {@return a decoder of the same bodies that heeds the options}
     *
     * @throws IllegalArgumentException when it cannot
     */
    WholeBodyDecoder with(ParserOptions options);

    static WholeBodyDecoder of(BodyCodec<?> codec, ParserOptions options) {
        WholeBodyDecoder whole = codec instanceof WholeBodyDecoder ours
                ? ours
                : new Checked(codec, ParserOptions.DEFAULT_RECURSION_LIMIT);
        return whole.with(options);
    }

    /** A user's codec, which need not look at what it left. */
    record Checked(BodyCodec<?> codec, int recursionLimit) implements WholeBodyDecoder {

        @Override
        public Object decode(CodedInputStream body, int length) throws IOException {
            body.setRecursionLimit(recursionLimit);
            Object message = codec.decode(body, length);
            body.checkLastTagWas(0);
            if (!body.isAtEnd()) {
                throw new InvalidProtocolBufferException(
                        "only " + body.getTotalBytesRead() + " bytes of the body were read");
            }
            return Objects.requireNonNull(message, "the body codec returned null");
        }

        @Override
        public Checked with(ParserOptions options) {
            if (options.discardsUnknownFields()) {
                throw new IllegalArgumentException("discardUnknownFields is set, but a body codec of one's own ("
                        + codec.getClass().getName() + ") parses by itself: let it use DiscardUnknownFieldsParser");
            }
            return new Checked(codec, options.recursionLimit());
        }
    }
}
