package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Objects;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;

/** Decodes a body and answers for all of it: it returns a message after the last byte only, and never inside a group. */
sealed interface WholeBodyDecoder extends BodyPlan
        permits DecompressedBody, MessageTable.RawBody, WholeBodyDecoder.Checked, WholeBodyDecoder.Ours {

    /**
     * As {@link BodyCodec#decode}.
     *
     * @throws RecoverableProtocolDecoderException for what is no fault of the message
     */
    Object decode(CodedInputStream body, int length) throws IOException, RecoverableProtocolDecoderException;

    /**
     * {@return a decoder of the same bodies that heeds the options}
     *
     * @throws IllegalArgumentException when it cannot
     */
    static WholeBodyDecoder of(BodyCodec<?> codec, ParserOptions options) {
        if (codec instanceof Ours ours) {
            return ours.with(options);
        }
        requireKeepsUnknownFields(codec, options);
        return new Checked(codec, options.recursionLimit());
    }

    /** @throws IllegalArgumentException when the options ask for what only a user's codec could do */
    static void requireKeepsUnknownFields(BodyEncoder usersCodec, ParserOptions options) {
        if (options.discardsUnknownFields()) {
            throw new IllegalArgumentException("discardUnknownFields is set, but a body codec of one's own ("
                    + usersCodec.getClass().getName() + ") parses by itself: let it use DiscardUnknownFieldsParser");
        }
    }

    /** The codecs that {@link BodyCodec} offers. */
    sealed interface Ours extends WholeBodyDecoder permits AnyBody, BytesBody, OneTypeBody {

        /**
         * {@return a decoder of the same bodies that heeds the options}
         *
         * @throws IllegalArgumentException when it cannot
         */
        WholeBodyDecoder with(ParserOptions options);
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
    }
}
