package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.send.MessageType;
import java.util.Map;
import java.util.Optional;

/**
 * What bodies are, as far as that is known.
 *
 * @param one the type of all of them
 * @param byId the type of those whose header says that id
 */
public record Schema(Optional<MessageType> one, Map<Long, MessageType> byId) {

    /** Nothing is known: bodies are shown by field numbers. */
    public static final Schema NONE = new Schema(Optional.empty(), Map.of());

    Optional<MessageType> of(Frame frame) {
        MessageType named = byId.get(frame.type());
        return named == null ? one : Optional.of(named);
    }
}
