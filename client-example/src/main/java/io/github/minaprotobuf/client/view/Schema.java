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

    /** Where it is not known who sent the frame, what it is as the client's comes before what it is as the server's. */
    Optional<MessageType> of(Source source, Frame frame) {
        if (frame.type() < 0) {
            return one;
        }
        Optional<MessageType> named = source.knownSide().isPresent()
                ? ids.find(source.side(), frame.type())
                : ids.find(Side.CLIENT, frame.type()).or(() -> ids.find(Side.SERVER, frame.type()));
        return named.or(() -> one);
    }
}
