package io.github.minaprotobuf.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.mina.filter.codec.ProtocolEncoderException;

/** Bodies of {@link MessageTypes}. */
final class MessageTable implements BodyTypes {

    /** Ids below this are looked up in an array: most protocols number their messages from 0. */
    private static final int MOST_DENSE = 1024;

    private final MessageTypes types;
    private final Map<Integer, BodyPlan> plans = new HashMap<>();
    private final BodyPlan[] dense;

    /** @throws IllegalArgumentException when the settings ask for what these types cannot do */
    MessageTable(MessageTypes types, CodecSettings settings) {
        settings.requireTypedFormat(types.maxId());
        this.types = types;
        types.received()
                .forEach((id, prototype) -> plans.put(
                        id, OneTypeBody.of(prototype, types.extensions()).with(settings.parserOptions())));
        types.bytes().forEach(id -> plans.put(id, new RawBody(id)));
        dense = new BodyPlan[(int) Math.min(MOST_DENSE, types.maxId() + 1)];
        Arrays.setAll(dense, plans::get);
    }

    @Override
    public BodyPlan planOf(int type) {
        BodyPlan plan = type >= 0 && type < dense.length ? dense[type] : plans.get(type);
        return plan == null ? planOfUnknown(type) : plan;
    }

    private BodyPlan planOfUnknown(int type) {
        BodyPlan.Refusal refusal =
                (bodyLength, headerDump) -> new UnknownTypeException(type, bodyLength, plans.size(), headerDump);
        return types.unknownAsBytes() ? new RawBody(type) : refusal;
    }

    @Override
    public int typeOf(Object message) throws ProtocolEncoderException {
        Integer id = types.idOf(message);
        if (id == null) {
            throw RefusedWrite.of(message, "it has no type id among those to send");
        }
        return id;
    }

    @Override
    public BodyEncoder encoder() {
        return Encoder.INSTANCE;
    }

    /** A body that is handed on as it is. */
    record RawBody(int type) implements WholeBodyDecoder {

        @Override
        public TypedBytes decode(CodedInputStream body, int length) throws IOException {
            return new TypedBytes(type, BytesBody.INSTANCE.decode(body, length));
        }
    }

    /** Of messages, and of {@link TypedBytes}. */
    private enum Encoder implements BodyEncoder {
        INSTANCE;

        @Override
        public Class<?> encodableType() {
            return Object.class; // a message that has a type id is one of those that follow
        }

        @Override
        public int encodedLength(Object message) {
            return message instanceof TypedBytes body ? body.bytes().size() : BodyEncoder.super.encodedLength(message);
        }

        @Override
        public void encode(Object message, CodedOutputStream out) throws IOException {
            if (message instanceof TypedBytes body) {
                out.writeRawBytes(body.bytes());
            } else {
                BodyEncoder.super.encode(message, out);
            }
        }
    }
}
