package io.github.minaprotobuf.codec;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decode: how the bodies are read that {@link FrameFormat#grpc()} flags as compressed. {@code GZIPInputStream::new} is
 * gRPC's {@code gzip}, {@code InflaterInputStream::new} its {@code deflate}. Called by many threads at a time.
 */
@FunctionalInterface
public interface Decompressor {

    /**
     * {@return a stream of the decompressed body} It is read to its end, or to {@code maxBodyLength} bytes and one more, and
     * then closed.
     *
     * @param compressed the body as it arrived
     * @throws IOException or any {@code RuntimeException}, when this is no such body: the handler gets it as the cause of a
     *     {@link MalformedMessageException}
     */
    InputStream decompress(InputStream compressed) throws IOException;
}
