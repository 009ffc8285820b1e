package io.github.minaprotobuf.codec;

import java.util.Optional;
import org.apache.mina.core.session.IoSession;

/** What a factory was built with, all of it checked: the settings that contradict each other are refused here. */
record CodecSettings(
        FrameFormat frameFormat,
        int maxBodyLength,
        long retainedBytesLimit,
        ParserOptions parserOptions,
        Optional<Decompressor> decompressor,
        boolean heedsTransportMetadata) {

    CodecSettings {
        if (decompressor.isPresent() && !frameFormat.flagsCompressed()) {
            throw new IllegalArgumentException(
                    "a decompressor is set, but only FrameFormat.grpc() says which bodies are compressed, not "
                            + frameFormat);
        }
        if (frameFormat.isForDatagramsOnly() && !heedsTransportMetadata) {
            throw new IllegalArgumentException("transportMetadataFragmentation is false, but the frames of "
                    + frameFormat + " end with a datagram");
        }
    }

    static <T> T requireNotNull(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    static int defaultMaxBodyLength(FrameFormat format, int preferred) {
        return Math.min(Math.max(preferred, format.header().minBodyLength()), format.maxBodyLength());
    }

    static int checkedMaxBodyLength(FrameFormat format, int wanted) {
        int least = format.header().minBodyLength();
        if (wanted > format.maxBodyLength() || wanted < least) {
            throw new IllegalArgumentException("maxBodyLength is " + wanted + " bytes; " + format + " can express "
                    + least + " to " + format.maxBodyLength());
        }
        return wanted;
    }

    static long defaultRetainedBytesLimit(int maxBodyLength) {
        return Math.max(Runtime.getRuntime().maxMemory() / 2, 2L * maxBodyLength);
    }

    static long checkedRetainedBytesLimit(int maxBodyLength, long wanted) {
        long least = 2L * maxBodyLength;
        if (wanted < least) {
            throw new IllegalArgumentException("retainedBytesLimit is " + wanted + " bytes; must be " + least
                    + " or more, twice maxBodyLength (" + maxBodyLength
                    + " bytes), since no session may hold more than stays free");
        }
        return wanted;
    }

    /** @throws IllegalStateException when frames end with a datagram, and that session's transport has none */
    void requireTransportOf(IoSession session) {
        if (frameFormat.isForDatagramsOnly() && session.getTransportMetadata().hasFragmentation()) {
            throw new IllegalStateException(
                    "the frames of " + frameFormat + " end with a datagram, and this transport ("
                            + session.getTransportMetadata().getName() + ") is a stream");
        }
    }

    /** For bodies whose type nobody asks for. */
    void requireUntypedFormat() {
        if (frameFormat.header().isTyped()) {
            throw new IllegalArgumentException(
                    frameFormat
                            + " says a body's type, which this codec has no use for: build it with MessageTypes or a TypedBodyCodec");
        }
    }

    /** For bodies that only their type tells apart. */
    void requireTypedFormat(long maxType) {
        if (!frameFormat.header().isTyped()) {
            throw new IllegalArgumentException("the codec tells bodies apart by their type, and " + frameFormat
                    + " says none: give it a frameFormat with fixedType or varintType");
        }
        if (maxType > frameFormat.header().maxType()) {
            throw new IllegalArgumentException("type id " + maxType + " is over the most that " + frameFormat
                    + " can say, " + frameFormat.header().maxType());
        }
    }
}
