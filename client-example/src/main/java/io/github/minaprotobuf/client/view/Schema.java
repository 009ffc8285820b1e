package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.send.TypeIds;
import io.github.minaprotobuf.client.wire.Side;
import java.util.Optional;

/**
 * What bodies are, as far as that is known.
 *
 * @param one the type of all of them
 * @param ids the types of those whose header says such an id
 */
public record Schema(Optional<MessageType> one, TypeIds ids) {

    /** Nothing is known: bodies are shown by field numbers. */
    public static final Schema NONE = new Schema(Optional.empty(), TypeIds.NONE);

    Optional<MessageType> of(Frame frame) {
        return ids.find(Side.CLIENT, frame.type())
                .or(() -> ids.find(Side.SERVER, frame.type()))
                .or(() -> one);
    }
}
