package io.github.minaprotobuf.codec;

import com.google.protobuf.Any;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A message inside {@code google.protobuf.Any}, for {@link BodyCodec#any}.
 *
 * @see <a href="https://protobuf.dev/programming-guides/proto3/#any">Any</a>
 */
final class AnyBody implements BodyCodec<Message>, WholeBodyDecoder.Ours {

    private static final String TYPE_URL_PREFIX = "type.googleapis.com/";

    private final OneTypeBody<Any> envelope;
    private final Map<String, OneTypeBody<Message>> bodiesByTypeName;

    private AnyBody(OneTypeBody<Any> envelope, Map<String, OneTypeBody<Message>> bodiesByTypeName) {
        this.envelope = envelope;
        this.bodiesByTypeName = bodiesByTypeName;
    }

    static AnyBody of(Message... prototypes) {
        if (prototypes.length == 0) {
            throw new IllegalArgumentException("no prototype: at least 1 is needed");
        }
        Map<String, OneTypeBody<Message>> bodies = new HashMap<>();
        for (Message prototype : prototypes) {
            if (bodies.put(typeName(prototype), withoutExtensions(prototype)) != null) {
                throw new IllegalArgumentException("two prototypes of type " + typeName(prototype));
            }
        }
        return new AnyBody(withoutExtensions(Any.getDefaultInstance()), bodies);
    }

    private static <M extends Message> OneTypeBody<M> withoutExtensions(M prototype) {
        return OneTypeBody.of(prototype, ExtensionRegistryLite.getEmptyRegistry());
    }

    @Override
    public AnyBody with(ParserOptions options) {
        Map<String, OneTypeBody<Message>> bodies = new HashMap<>(bodiesByTypeName);
        bodies.replaceAll((typeName, body) -> body.with(options));
        return new AnyBody(envelope.with(options), bodies);
    }

    @Override
    public Message decode(CodedInputStream body, int length) throws IOException {
        Any any = envelope.decode(body, length);
        String typeUrl = any.getTypeUrl();
        OneTypeBody<Message> value = bodiesByTypeName.get(typeUrl.substring(typeUrl.lastIndexOf('/') + 1));
        // A type URL has a slash, says its definition; a bare name is none.
        if (value == null || typeUrl.indexOf('/') < 0) {
            throw new InvalidProtocolBufferException("type URL '" + WireText.of(typeUrl) + "' is none of the "
                    + bodiesByTypeName.size() + " known types " + new TreeSet<>(bodiesByTypeName.keySet()));
        }
        return value.decode(any.getValue().newCodedInput(), any.getValue().size());
    }

    @Override
    public Class<?> encodableType() {
        return Message.class;
    }

    @Override
    public int encodedLength(Object message) {
        if (message instanceof Any any) {
            return any.getSerializedSize();
        }
        int typeUrlLength = CodedOutputStream.computeStringSize(Any.TYPE_URL_FIELD_NUMBER, typeUrl(message));
        return isEmpty(message)
                ? typeUrlLength
                : typeUrlLength + CodedOutputStream.computeMessageSize(Any.VALUE_FIELD_NUMBER, (Message) message);
    }

    /** Writes the fields of the Any one by one: on the wire a message field is a bytes field, so nothing is copied. */
    @Override
    public void encode(Object message, CodedOutputStream body) throws IOException {
        if (message instanceof Any any) {
            any.writeTo(body);
            return;
        }
        body.writeString(Any.TYPE_URL_FIELD_NUMBER, typeUrl(message));
        if (!isEmpty(message)) {
            body.writeMessage(Any.VALUE_FIELD_NUMBER, (Message) message);
        }
    }

    private static boolean isEmpty(Object message) {
        return ((Message) message).getSerializedSize() == 0;
    }

    private static String typeUrl(Object message) {
        return TYPE_URL_PREFIX + typeName((Message) message);
    }

    private static String typeName(Message message) {
        return message.getDescriptorForType().getFullName();
    }
}
