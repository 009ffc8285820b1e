package io.github.minaprotobuf.client.send;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import io.github.minaprotobuf.example.Echo;

/**
 * A type of message, known by its descriptor.
 *
 * @param known types that an {@code Any} in it can hold
 */
public record MessageType(Descriptor descriptor, TypeRegistry known) {

    /** The message of the echo server. */
    public static MessageType echo() {
        return MessageSet.ECHO.named(Echo.getDescriptor().getFullName());
    }

    /** @throws InvalidProtocolBufferException when the body is no message of this type */
    public DynamicMessage decode(byte[] body) throws InvalidProtocolBufferException {
        return DynamicMessage.parseFrom(descriptor, body);
    }
}
