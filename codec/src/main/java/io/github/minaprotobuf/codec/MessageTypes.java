package io.github.minaprotobuf.codec;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which message a body is, by the type id that its header says: for a {@link FrameFormat} with a type.
 *
 * <pre>{@code
 * MessageTypes types = MessageTypes.builder()
 *         .type(0, Version.getDefaultInstance())
 *         .type(3, Ping.getDefaultInstance())
 *         .bytes(1)
 *         .build();
 * }</pre>
 *
 * <p>Decode: the handler receives a message of the type's class, where MINA's {@code DemuxingIoHandler} can tell them apart;
 * or {@link TypedBytes}. A type id that is not here is an {@link UnknownTypeException}, and its body is skipped.
 *
 * <p>Encode: {@code session.write(message)} finds the id by the message's class, or by its descriptor if it is a
 * {@code DynamicMessage}. A {@link TypedBytes} is written as it is, if its id is one of these or {@code unknownAsBytes} is
 * set. Anything else is refused with a {@code ProtocolEncoderException}.
 *
 * <p>Ids are unsigned integers: write one past 2^31 as {@code (int) 0x8000_0001L}. Immutable and safe to share between threads.
 */
public final class MessageTypes {

    private final Map<Integer, MessageLite> received;
    private final Set<Integer> bytes;

    /** Of generated messages: most are found here, with less work. */
    private final Map<Class<?>, Integer> sentByClass;

    private final Map<Object, Integer> sent;
    private final Set<Integer> ids;
    private final boolean unknownAsBytes;
    private final ExtensionRegistryLite extensions;

    private MessageTypes(Builder builder) {
        received = Map.copyOf(builder.received);
        bytes = Set.copyOf(builder.bytes);
        sent = new HashMap<>(builder.sent); // not Map.copyOf, which takes longer to look something up
        sentByClass = new HashMap<>(builder.sentByClass);
        ids = Stream.of(received.keySet(), bytes, sent.values())
                .flatMap(Collection::stream)
                .collect(Collectors.toUnmodifiableSet());
        unknownAsBytes = builder.unknownAsBytes;
        extensions = builder.extensions;
    }

    /** {@return a builder with no types yet} */
    public static Builder builder() {
        return new Builder();
    }

    /** The messages to receive, by id. */
    Map<Integer, MessageLite> received() {
        return received;
    }

    /** The ids of bodies that are not parsed. */
    Set<Integer> bytes() {
        return bytes;
    }

    boolean unknownAsBytes() {
        return unknownAsBytes;
    }

    ExtensionRegistryLite extensions() {
        return extensions;
    }

    /** The id to send that message with; null when it has none. */
    Integer idOf(Object message) {
        Integer known = sentByClass.get(message.getClass());
        if (known != null) {
            return known;
        }
        if (message instanceof TypedBytes body) {
            return unknownAsBytes || ids.contains(body.type()) ? (Integer) body.type() : null;
        }
        return message instanceof MessageLite other ? sent.get(key(other)) : null;
    }

    /** The largest id, unsigned. */
    long maxId() {
        return ids.stream().mapToLong(Integer::toUnsignedLong).max().orElse(0);
    }

    /** A class has one descriptor, and all classes of {@code DynamicMessage} are one class. */
    private static Object key(MessageLite message) {
        return message instanceof Message full ? full.getDescriptorForType() : message.getClass();
    }

    /**
     * Builds {@link MessageTypes}. Each setting refuses what contradicts an earlier one, and returns this builder. Prototypes
     * name a type, as in {@code Ping.getDefaultInstance()}; their content does not matter. Not safe for use by many threads.
     */
    public static final class Builder {
        private final Map<Integer, MessageLite> received = new HashMap<>();
        private final Set<Integer> bytes = new HashSet<>();
        private final Map<Object, Integer> sent = new HashMap<>();
        private final Map<Class<?>, Integer> sentByClass = new HashMap<>();
        private boolean unknownAsBytes;
        private ExtensionRegistryLite extensions = ExtensionRegistryLite.getEmptyRegistry();

        private Builder() {}

        /**
         * Both directions: a message and its id.
         *
         * @param id an unsigned integer
         * @param prototype names the type; also a {@code DynamicMessage}
         * @return this builder
         * @throws IllegalArgumentException as {@link #receive} and {@link #send} do
         */
        public Builder type(int id, MessageLite prototype) {
            return receive(id, prototype).send(id, prototype);
        }

        /**
         * Decode: the message that an id stands for when it is received.
         *
         * @param id an unsigned integer
         * @param prototype names the type; also a {@code DynamicMessage}
         * @return this builder
         * @throws IllegalArgumentException when something else is received with that id
         */
        public Builder receive(int id, MessageLite prototype) {
            requireFree(id);
            received.put(
                    id,
                    CodecSettings.requireNotNull(prototype, "prototype of type id " + Integer.toUnsignedString(id)));
            return this;
        }

        /**
         * Encode: the id that a message is sent with.
         *
         * @param id an unsigned integer
         * @param prototype names the type; also a {@code DynamicMessage}
         * @return this builder
         * @throws IllegalArgumentException when that message is sent with another id, or another message with that id
         */
        public Builder send(int id, MessageLite prototype) {
            CodecSettings.requireNotNull(prototype, "prototype of type id " + Integer.toUnsignedString(id));
            if (sent.containsValue(id)) {
                throw new IllegalArgumentException("two messages to send with type id " + Integer.toUnsignedString(id));
            }
            Integer other = sent.putIfAbsent(key(prototype), id);
            if (other != null) {
                throw new IllegalArgumentException(name(prototype) + " has two type ids to send, "
                        + Integer.toUnsignedString(other) + " and " + Integer.toUnsignedString(id));
            }
            if (!(prototype instanceof DynamicMessage)) {
                sentByClass.put(prototype.getClass(), id);
            }
            return this;
        }

        /**
         * Both directions: an id whose body is not protobuf, or empty. The handler receives {@link TypedBytes}, and may
         * write them.
         *
         * @param id an unsigned integer
         * @return this builder
         * @throws IllegalArgumentException when something else is received with that id
         */
        public Builder bytes(int id) {
            requireFree(id);
            bytes.add(id);
            return this;
        }

        /**
         * Both directions: the handler receives {@link TypedBytes} for any id that is not named here, in place of an
         * {@link UnknownTypeException}, and may write {@link TypedBytes} with any id. Default: neither.
         *
         * @return this builder
         */
        public Builder unknownAsBytes() {
            unknownAsBytes = true;
            return this;
        }

        /**
         * Decode: the extensions that all of these messages are parsed with. Default: none.
         *
         * @param registry {@code ExtensionRegistry} for messages, {@code ExtensionRegistryLite} for lite ones
         * @return this builder
         */
        public Builder extensions(ExtensionRegistryLite registry) {
            extensions = CodecSettings.requireNotNull(registry, "extension registry");
            return this;
        }

        /**
         * {@return the types}
         *
         * @throws IllegalStateException when there is none
         */
        public MessageTypes build() {
            if (received.isEmpty() && sent.isEmpty() && bytes.isEmpty() && !unknownAsBytes) {
                throw new IllegalStateException("no types: call type, receive, send, bytes or unknownAsBytes");
            }
            return new MessageTypes(this);
        }

        private void requireFree(int id) {
            if (received.containsKey(id) || bytes.contains(id)) {
                throw new IllegalArgumentException(
                        "two kinds of body to receive with type id " + Integer.toUnsignedString(id));
            }
        }

        private static String name(MessageLite prototype) {
            return prototype instanceof Message full
                    ? full.getDescriptorForType().getFullName()
                    : prototype.getClass().getName();
        }
    }
}
