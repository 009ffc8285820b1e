package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;

/** A body as it is, for {@link BodyCodec#bytes()}. */
enum BytesBody implements BodyCodec<ByteString>, WholeBodyDecoder.Ours {
    INSTANCE;

    @Override
    public ByteString decode(CodedInputStream body, int length) throws IOException {
        return UnsafeByteOperations.unsafeWrap(body.readRawBytes(length)); // an array that nobody else has
    }

    @Override
    public BytesBody with(ParserOptions options) {
        if (options.discardsUnknownFields()) {
            throw new IllegalArgumentException(
                    "discardUnknownFields is set, but BodyCodec.bytes() keeps all of a body");
        }
        return this;
    }

    @Override
    public Class<?> encodableType() {
        return ByteString.class;
    }

    @Override
    public int encodedLength(Object bytes) {
        return ((ByteString) bytes).size();
    }

    @Override
    public void encode(Object bytes, CodedOutputStream body) throws IOException {
        body.writeRawBytes((ByteString) bytes);
    }
}
