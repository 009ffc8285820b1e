package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Objects;

/** Decodes a body and answers for all of it: it returns a message after the last byte only, and never inside a group. */
sealed interface WholeBodyDecoder permits AnyBody, BytesBody, OneTypeBody, WholeBodyDecoder.Checked {

    /** As {@link BodyCodec#decode}. */
    Object decode(CodedInputStream body, int length) throws IOException;

    static WholeBodyDecoder of(BodyCodec<?> codec) {
        return codec instanceof WholeBodyDecoder whole ? whole : new Checked(codec);
    }

    /** A user's codec, which need not look at what it left. */
    record Checked(BodyCodec<?> codec) implements WholeBodyDecoder {

        @Override
        public Object decode(CodedInputStream body, int length) throws IOException {
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
