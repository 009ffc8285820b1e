package io.github.minaprotobuf.codec;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFactory;

/**
 * The codec for MINA's {@code ProtocolCodecFilter}, or for {@link ProtobufCodecFilter}, which does the same with less work:
 * length-prefixed protobuf messages over a stream.
 *
 * <pre>{@code
 * chain.addLast("protobuf", new ProtocolCodecFilter(ProtobufCodecFactory.of(Echo.getDefaultInstance())));
 * }</pre>
 *
 * <p>The {@code IoHandler} then receives {@code Echo} objects, and {@code session.write} takes any protobuf message. One
 * factory may serve many services; its limits and statistics then count for all their sessions together. Immutable and
 * safe to share between threads.
 */
public final class ProtobufCodecFactory implements ProtocolCodecFactory {

    /** The default of {@link Builder#maxBodyLength}: 8 MiB, as in tokio-util (gRPC: 4 MiB). */
    public static final int DEFAULT_MAX_BODY_LENGTH = 8 << 20;

    private final CodecSettings settings;
    private final ProtobufEncoder encoder;
    private final ProtobufDecoder decoder;
    private final CodecStatistics statistics;
    private final RetainedBytes budget;

    private ProtobufCodecFactory(CodecSettings settings, BodyTypes bodies) {
        this.settings = settings;
        budget = new RetainedBytes(settings.retainedBytesLimit());
        statistics = new CodecStatistics(budget);
        encoder = new ProtobufEncoder(settings, bodies, statistics);
        decoder = new ProtobufDecoder(settings, bodies, budget, statistics);
    }

    /**
     * {@return a codec with all defaults: a 4-byte little-endian length prefix, bodies of at most 8 MiB}
     *
     * @param prototype names the type to decode, as in {@code Echo.getDefaultInstance()}; its content does not matter
     */
    public static ProtobufCodecFactory of(MessageLite prototype) {
        return builder(prototype).build();
    }

    /**
     * {@return a builder of a codec that decodes one type of message}
     *
     * @param prototype names that type, as in {@code Echo.getDefaultInstance()}; its content does not matter
     */
    public static Builder builder(MessageLite prototype) {
        return builder(BodyCodec.of(prototype));
    }

    /**
     * {@return a builder of a codec that decodes several types of message, told apart by an id in the header} It needs a
     * {@linkplain Builder#frameFormat frame format} with a type.
     *
     * @param types which message each id stands for
     */
    public static Builder builder(MessageTypes types) {
        CodecSettings.requireNotNull(types, "message types");
        return new Builder(settings -> new MessageTable(types, settings));
    }

    /**
     * {@return a builder of a codec for whatever the body codec makes of a body}
     *
     * @param bodyCodec one of those that {@link BodyCodec} offers, or one's own
     */
    public static Builder builder(BodyCodec<?> bodyCodec) {
        CodecSettings.requireNotNull(bodyCodec, "body codec");
        return new Builder(settings -> UntypedBodies.of(bodyCodec, settings));
    }

    /**
     * {@return a builder of a codec for whatever the body codec makes of a body and its type} It needs a
     * {@linkplain Builder#frameFormat frame format} with a type.
     *
     * @param bodyCodec one's own
     */
    public static Builder builder(TypedBodyCodec<?> bodyCodec) {
        CodecSettings.requireNotNull(bodyCodec, "body codec");
        return new Builder(settings -> TypedBodies.of(bodyCodec, settings));
    }

    /** The one encoder of this factory, whatever the session. */
    @Override
    public ProtobufEncoder getEncoder(IoSession session) {
        if (session != null) {
            settings.requireTransportOf(session);
        }
        return encoder;
    }

    /** The one decoder of this factory, whatever the session. */
    @Override
    public ProtobufDecoder getDecoder(IoSession session) {
        if (session != null) {
            settings.requireTransportOf(session);
            RetainedFrames.releaseOfReplaced(session); // MINA's filter asks before each read
        }
        return decoder;
    }

    CodecSettings settings() {
        return settings;
    }

    /**
     * {@return whether that session is inside a frame: some of it has arrived, its end has not} For timeouts and for
     * shutting down. Exact between two reads of the session; a thread that asks during one may be told either. Stays true
     * after a {@link CorruptedFrameException}.
     *
     * @param session a session with this codec in its chain; any other is inside no frame
     */
    public boolean isInsideFrame(IoSession session) {
        return decoder.unfinishedFrame(session).isPresent() || HeldRead.isIn(session);
    }

    /**
     * How long that session has been inside its frame: since the frame's first byte was there to decode. A peer that drips
     * a byte now and then is never idle; this finds it. Any thread may ask.
     *
     * @param session one of this factory's
     * @return the age, or empty when the session is not {@linkplain #isInsideFrame inside} a frame
     */
    public Optional<Duration> unfinishedFrameAge(IoSession session) {
        return decoder.unfinishedFrame(session).map(frame -> Duration.ofNanos(System.nanoTime() - frame.begun()));
    }

    RetainedBytes budget() {
        return budget;
    }

    /** {@return the limit of {@link CodecStatistics#retainedBytes()}, in bytes of body, for all sessions together} */
    public long retainedBytesLimit() {
        return budget.limit();
    }

    /** {@return what the sessions of this factory have done so far} */
    public CodecStatistics statistics() {
        return statistics;
    }

    /** Builds a {@link ProtobufCodecFactory}; each setting returns this builder. Not safe for use by many threads. */
    public static final class Builder {
        private final Function<CodecSettings, BodyTypes> bodies;
        private FrameFormat frameFormat = FrameFormat.littleEndian32();
        private Integer maxBodyLength;
        private Long retainedBytesLimit;
        private Decompressor decompressor;
        private boolean discardsUnknownFields;
        private int recursionLimit = ParserOptions.DEFAULT_RECURSION_LIMIT;
        private boolean heedsTransportMetadata = true;

        private Builder(Function<CodecSettings, BodyTypes> bodies) {
            this.bodies = bodies;
        }

        /**
         * Both directions: what stands before a body. Default: {@link FrameFormat#littleEndian32()}.
         *
         * @param format one of those that {@link FrameFormat} offers, or one's own
         * @return this builder
         */
        public Builder frameFormat(FrameFormat format) {
            frameFormat = CodecSettings.requireNotNull(format, "frame format");
            return this;
        }

        /**
         * Both directions: the longest body, in bytes, header not counted. Default: 8 MiB, or the nearest that the
         * frame format can express.
         *
         * @param bodyBytes from 0 to the most that the frame format can express, never more than 2 GiB - 1
         * @return this builder
         * @throws IllegalArgumentException when negative
         */
        public Builder maxBodyLength(int bodyBytes) {
            if (bodyBytes < 0) {
                throw new IllegalArgumentException("maxBodyLength is " + bodyBytes + " bytes; must be 0 or more");
            }
            maxBodyLength = bodyBytes;
            return this;
        }

        /**
         * Decode: the most bytes that all sessions together may hold for bodies that span several reads. No session may
         * hold more than what stays free: one alone gets half of it, the next half of what is left, and so on. A body that
         * arrives within one read does not draw on it. Default: half of the heap, or twice {@code maxBodyLength} where
         * that is more.
         *
         * @param bytes at least twice {@code maxBodyLength}, so that one session alone can gather the longest body
         * @return this builder
         * @throws IllegalArgumentException when negative
         */
        public Builder retainedBytesLimit(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("retainedBytesLimit is " + bytes + " bytes; must be 0 or more");
            }
            retainedBytesLimit = bytes;
            return this;
        }

        /**
         * Decode: how bodies are read that {@link FrameFormat#grpc()} flags as compressed. What comes out is held to
         * {@code maxBodyLength} too; more is a {@link FrameTooLongException}. Default: none, and such a body is a
         * {@link CompressedBodyException}. The encoder never compresses.
         *
         * @param decompressor {@code GZIPInputStream::new}, for instance
         * @return this builder
         */
        public Builder decompressor(Decompressor decompressor) {
            this.decompressor = CodecSettings.requireNotNull(decompressor, "decompressor");
            return this;
        }

        /**
         * Decode: whether fields that a message's type does not know are skipped, at every depth, as if the peer had not
         * sent them. Kept, they cost heap: up to 103 bytes for one on the wire, where a peer nests groups. But a message
         * that is sent on, as an echo or a proxy does, then lacks them. Extensions that the body codec knows are kept, and so
         * are, in generated code, values that a closed enum (proto2) does not know. Default: false, they are kept.
         *
         * <p>For {@link BodyCodec#of} and {@link BodyCodec#any} with messages of the full runtime.
         *
         * @param discarded whether they are skipped
         * @return this builder
         */
        public Builder discardUnknownFields(boolean discarded) {
            discardsUnknownFields = discarded;
            return this;
        }

        /**
         * Decode: how deep messages and groups, known and unknown, may be nested in a body. One level is a message within
         * the message that the body is; what is packed into an {@code Any} counts anew. A body that is nested deeper is a
         * {@link MalformedMessageException}. Each level takes stack of the thread that decodes. Default: 100, as in protobuf.
         *
         * @param levels 0 or more; with 0 a message holds no other
         * @return this builder
         * @throws IllegalArgumentException when negative
         */
        public Builder recursionLimit(int levels) {
            if (levels < 0) {
                throw new IllegalArgumentException("recursionLimit is " + levels + " levels; must be 0 or more");
            }
            recursionLimit = levels;
            return this;
        }

        /**
         * Decode: whether frames end with the read where the transport says that it has no fragmentation, as datagrams. With
         * false, every transport is read as a stream; for a transport that says so wrongly. Default: true. The name is that
         * of MINA's setter on {@code CumulativeProtocolDecoder}.
         *
         * @param heeded whether {@code TransportMetadata.hasFragmentation()} counts
         * @return this builder
         */
        public Builder transportMetadataFragmentation(boolean heeded) {
            heedsTransportMetadata = heeded;
            return this;
        }

        /**
         * {@return the codec}
         *
         * @throws IllegalArgumentException when two settings contradict each other: {@code maxBodyLength} is no length that the
         *     frame format can express; {@code retainedBytesLimit} is less than twice {@code maxBodyLength}; the frame format
         *     says a type and the codec knows none, or the reverse, or a type id is more than it can say;
         *     {@code discardUnknownFields} is set and the body codec cannot do so; a decompressor is set and the format is
         *     not {@code grpc()}
         */
        public ProtobufCodecFactory build() {
            int maxBodyLength = this.maxBodyLength == null
                    ? CodecSettings.defaultMaxBodyLength(frameFormat, DEFAULT_MAX_BODY_LENGTH)
                    : CodecSettings.checkedMaxBodyLength(frameFormat, this.maxBodyLength);
            CodecSettings settings = new CodecSettings(
                    frameFormat,
                    maxBodyLength,
                    retainedBytesLimit == null
                            ? CodecSettings.defaultRetainedBytesLimit(maxBodyLength)
                            : CodecSettings.checkedRetainedBytesLimit(maxBodyLength, retainedBytesLimit),
                    new ParserOptions(discardsUnknownFields, recursionLimit),
                    Optional.ofNullable(decompressor),
                    heedsTransportMetadata);
            return new ProtobufCodecFactory(settings, bodies.apply(settings));
        }
    }
}
