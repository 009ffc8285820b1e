package io.github.minaprotobuf.bench;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.service.DefaultTransportMetadata;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.session.IoSessionConfig;
import org.apache.mina.filter.codec.ProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;

/** A MINA decoder on a session of a stream transport, with no filter chain around it. */
final class MinaDecoding implements Runnable, ProtocolDecoderOutput {

    private final ProtocolDecoder decoder;
    private final IoBuffer[] chunks;
    private final Consumer<Object> sink;
    private final DummySession session = new DummySession();

    MinaDecoding(ProtocolDecoder decoder, List<ByteBuffer> chunks, Consumer<Object> sink) {
        this.decoder = decoder;
        this.chunks = chunks.stream().map(IoBuffer::wrap).toArray(IoBuffer[]::new);
        this.sink = sink;
        session.setTransportMetadata(new DefaultTransportMetadata(
                "bench", "stream", false, true, SocketAddress.class, IoSessionConfig.class, Object.class));
    }

    @Override
    public void run() {
        try {
            for (IoBuffer chunk : chunks) {
                decoder.decode(session, chunk.rewind(), this);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(Object message) {
        sink.accept(message);
    }

    @Override
    public void flush(NextFilter nextFilter, IoSession session) {
        // messages leave in write
    }
}
