package io.github.minaprotobuf.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.io.IOException;

/**
 * Turns a frame's body into a message and back. One instance serves all sessions and threads, so it keeps no state.
 *
 * <p>To decode anything but the types offered here, implement {@link #decode}; {@link BodyEncoder} already encodes every
 * protobuf message:
 *
 * <pre>{@code
 * BodyCodec<DynamicMessage> dynamic = (body, length) -> DynamicMessage.parseFrom(descriptor, body);
 * }</pre>
 *
 * <p>Where the header says the body's type, use {@link MessageTypes} or {@link TypedBodyCodec}.
 *
 * @param <M> what {@link #decode} returns and an {@code IoHandler} receives
 */
@FunctionalInterface
public interface BodyCodec<M> extends BodyEncoder {

    /**
     * {@return a codec that decodes bodies into the prototype's type, and encodes any protobuf message} Extensions stay
     * unknown fields.
     *
     * <p>A body that arrived in more than one read is gathered in an array of its own, and the message's {@code bytes}
     * fields stay in there, uncopied: one that is kept for long keeps all of that body. {@code
     * ByteString.copyFrom(field.asReadOnlyByteBuffer())} keeps the field alone.
     *
     * @param <M> the type to decode
     * @param prototype names it; its content does not matter
     */
    static <M extends MessageLite> BodyCodec<M> of(M prototype) {
        return of(prototype, ExtensionRegistryLite.getEmptyRegistry());
    }

    /**
     * {@return a codec as {@link #of(MessageLite)}, that knows the registry's extensions}
     *
     * @param <M> the type to decode
     * @param prototype names it; its content does not matter
     * @param extensions the extensions to decode; {@code ExtensionRegistry} for messages, {@code ExtensionRegistryLite} for
     *     lite ones
     */
    static <M extends MessageLite> BodyCodec<M> of(M prototype, ExtensionRegistryLite extensions) {
        if (extensions == null) {
            throw new IllegalArgumentException("extension registry is null");
        }
        return OneTypeBody.of(prototype, extensions);
    }

    /**
     * {@return a codec with {@code google.protobuf.Any} on the wire, and concrete messages in the handler} There MINA's
     * {@code DemuxingIoHandler} can tell them apart by class. Decodes the prototypes' types; a body of any other type is a
     * {@link MalformedMessageException} that names its type URL, and no class is ever looked up by that name. Encodes any
     * protobuf message by wrapping it, except that an {@code Any} is sent as it is.
     *
     * @param prototypes name the types to decode; their content does not matter
     * @throws IllegalArgumentException when there is no prototype, or two are of one type
     */
    static BodyCodec<Message> any(Message... prototypes) {
        return AnyBody.of(prototypes);
    }

    /** {@return framing alone, for relays: the body's bytes as they are, in a {@code ByteString} of their own} */
    static BodyCodec<ByteString> bytes() {
        return BytesBody.INSTANCE;
    }

    /**
     * Decode: reads one message. The caller checks that all of the body was read and that it did not end inside a
     * group.
     *
     * @param body exactly the body's bytes; valid during this call only
     * @param length the body's length in bytes
     * @return the message, not null
     * @throws IOException or any {@code RuntimeException}, when this is not a valid message: the handler gets it as the
     *     cause of a {@link MalformedMessageException}
     */
    M decode(CodedInputStream body, int length) throws IOException;
}
