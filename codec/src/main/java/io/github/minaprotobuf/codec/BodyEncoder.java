package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;

/**
 * Encode: turns a message into a frame's body. What stands here encodes every protobuf message; a body codec overrides it for
 * anything else. It is wider than what the same codec decodes on purpose: a server that decodes requests of one type answers
 * with another.
 */
public interface BodyEncoder {

    /** {@return what {@link #encode} takes} Anything else is refused with a {@code ProtocolEncoderException}. */
    default Class<?> encodableType() {
        return MessageLite.class;
    }

    /**
     * {@return the number of bytes that {@link #encode} is about to write}
     *
     * @param message an {@link #encodableType()}
     */
    default int encodedLength(Object message) {
        return ((MessageLite) message).getSerializedSize();
    }

    /**
     * Writes the body. Nothing is sent when this throws.
     *
     * @param message an {@link #encodableType()}
     * @param body takes as many bytes as {@link #encodedLength} told, no more and no less
     * @throws IOException as {@code CodedOutputStream} does
     */
    default void encode(Object message, CodedOutputStream body) throws IOException {
        ((MessageLite) message).writeTo(body);
    }
}
