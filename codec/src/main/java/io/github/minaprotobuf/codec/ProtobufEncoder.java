package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolEncoderAdapter;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;

/**
 * Turns a message into exactly one {@code IoBuffer}: header and body, of exact size. Stateless: one instance serves all
 * sessions and threads.
 *
 * <p>The frame is complete before it is handed on, so an encoder that throws has sent nothing.
 */
public final class ProtobufEncoder extends ProtocolEncoderAdapter {

    private final Header header;
    private final BodyTypes bodies;
    private final BodyEncoder bodyEncoder;
    private final int maxBodyLength;
    private final long maxType;
    private final CodecStatistics statistics;

    ProtobufEncoder(CodecSettings settings, BodyTypes bodies, CodecStatistics statistics) {
        this.header = settings.frameFormat().header();
        this.bodies = bodies;
        this.bodyEncoder = bodies.encoder();
        this.maxBodyLength = settings.maxBodyLength();
        this.maxType = header.maxType();
        this.statistics = statistics;
    }

    /**
     * @throws MessageTooLongException when the body is longer than {@code maxBodyLength}
     * @throws ProtocolEncoderException when the message is not of the codec's encodable type, has no type id that the header
     *     has room for, is shorter than the format's length adjustment can express, or fails to serialise for whatever reason
     */
    @Override
    public void encode(IoSession session, Object message, ProtocolEncoderOutput out) throws ProtocolEncoderException {
        out.write(frame(message));
    }

    /** {@return the whole frame, ready to be read} Throws as {@link #encode} does. */
    IoBuffer frame(Object message) throws ProtocolEncoderException {
        int bodyLength;
        byte[] frame;
        try {
            if (!bodyEncoder.encodableType().isInstance(message)) {
                throw RefusedWrite.of(
                        message, "not a " + bodyEncoder.encodableType().getName());
            }
            int type = checkedType(message);
            bodyLength = checkedLength(message);
            frame = new byte[Math.addExact(header.lengthBefore(bodyLength, type), bodyLength)];
            writeBody(frame, header.write(frame, bodyLength, type), message);
        } catch (IOException | RuntimeException | Error e) {
            // Any Error, as of a class that is missing: thrown on, it would end the I/O thread that a handler writes
            // from.
            throw new ProtocolEncoderException(
                    "cannot encode " + message.getClass().getName() + ": " + WireText.of(e.toString()), e);
        }
        statistics.encoded(bodyLength);
        return FrameBuffer.of(frame);
    }

    private int checkedType(Object message) throws ProtocolEncoderException {
        int type = bodies.typeOf(message);
        if (Integer.toUnsignedLong(type) > maxType) {
            throw RefusedWrite.of(
                    message,
                    "type id " + Integer.toUnsignedString(type) + " is over the most that the header can say, "
                            + maxType);
        }
        return type;
    }

    private int checkedLength(Object message) throws ProtocolEncoderException {
        // protobuf computes sizes as int; a message past 2 GiB comes out negative
        long length = Integer.toUnsignedLong(bodyEncoder.encodedLength(message));
        if (length > maxBodyLength) {
            throw new MessageTooLongException(length, maxBodyLength, message.getClass());
        }
        if (length < header.minBodyLength()) {
            throw new ProtocolEncoderException(
                    "body of " + length + " bytes (" + message.getClass().getName()
                            + ") is under the least that the length prefix can express, " + header.minBodyLength());
        }
        return (int) length;
    }

    /** @param start where the room for the body begins, which is the rest of the frame */
    private void writeBody(byte[] frame, int start, Object message) throws IOException, ProtocolEncoderException {
        int length = frame.length - start;
        CodedOutputStream body = CodedOutputStream.newInstance(frame, start, length);
        bodyEncoder.encode(message, body);
        if (body.spaceLeft() != 0) {
            throw new ProtocolEncoderException("body of " + message.getClass().getName() + " came out as "
                    + (length - body.spaceLeft()) + " bytes, announced as " + length);
        }
    }
}
