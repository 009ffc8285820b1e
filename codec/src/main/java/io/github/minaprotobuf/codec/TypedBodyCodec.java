package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/**
 * Turns a frame's body into a message and back, where the header says the body's type: for what {@link MessageTypes} cannot
 * say, such as types that are not in a table, or flags. One instance serves all sessions and threads, so it keeps no state.
 *
 * @param <M> what {@link #decode} returns and an {@code IoHandler} receives
 */
public interface TypedBodyCodec<M> extends BodyEncoder {

    /**
     * Decode: reads one message. The caller checks that all of the body was read and that it did not end inside a
     * group.
     *
     * @param type the type that the header says, an unsigned integer
     * @param body exactly the body's bytes; valid during this call only
     * @param length the body's length in bytes
     * @return the message, not null
     * @throws IOException or any {@code RuntimeException}, when this is not a valid message: the handler gets it as the
     *     cause of a {@link MalformedMessageException}
     */
    M decode(int type, CodedInputStream body, int length) throws IOException;

    /**
     * {@return the type that the header of this message is to say, an unsigned integer} One that the header has no room
     * for is refused with a {@code ProtocolEncoderException}.
     *
     * @param message an {@link #encodableType()}
     * @throws RuntimeException when the message has none: the write fails with a {@code ProtocolEncoderException}, which
     *     this is the cause of
     */
    int typeOf(Object message);
}
