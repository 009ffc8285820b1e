package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;

/**
 * A body as it is, with the type that its header says: what the handler receives, and may write, for the types that
 * {@link MessageTypes} has no message for.
 *
 * @param type an unsigned integer
 * @param bytes the body
 */
public record TypedBytes(int type, ByteString bytes) {

    /**
     * A body of that type.
     *
     * @param type an unsigned integer
     * @param bytes the body
     * @throws IllegalArgumentException when {@code bytes} is null
     */
    public TypedBytes {
        if (bytes == null) {
            throw new IllegalArgumentException("bytes is null");
        }
    }

    /**
     * {@return an empty body of that type}
     *
     * @param type an unsigned integer
     */
    public static TypedBytes of(int type) {
        return new TypedBytes(type, ByteString.EMPTY);
    }

    /**
     * {@return a body of that type}
     *
     * @param type an unsigned integer
     * @param bytes the body
     */
    public static TypedBytes of(int type, ByteString bytes) {
        return new TypedBytes(type, bytes);
    }
}
