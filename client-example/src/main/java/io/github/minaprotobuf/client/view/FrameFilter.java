package io.github.minaprotobuf.client.view;

import io.github.minaprotobuf.client.wire.Side;
import java.util.Optional;

/**
 * Which frames are shown. What is no frame always is.
 *
 * @param side who sends them
 * @param type an id in the header, or the name of a message
 * @param minLength of the body
 * @param maxLength of the body
 */
public record FrameFilter(Optional<Side> side, Optional<String> type, long minLength, long maxLength) {

    boolean accepts(Source source, Frame frame, Schema schema) {
        if (frame.wrong() != null) {
            return true;
        }
        return (side.isEmpty() || side.get() == source.side())
                && frame.bodyLength() >= minLength
                && frame.bodyLength() <= maxLength
                && (type.isEmpty() || isType(type.get(), source, frame, schema));
    }

    private static boolean isType(String wanted, Source source, Frame frame, Schema schema) {
        return wanted.equals(Long.toString(frame.type()))
                || schema.of(source, frame)
                        .map(type -> type.descriptor())
                        .filter(type -> wanted.equals(type.getName()) || wanted.equals(type.getFullName()))
                        .isPresent();
    }
}
