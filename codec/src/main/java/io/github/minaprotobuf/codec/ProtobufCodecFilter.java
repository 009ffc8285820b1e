package io.github.minaprotobuf.codec;

import com.google.protobuf.MessageLite;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.file.FileRegion;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolEncoderException;
import org.apache.mina.filter.codec.RecoverableProtocolDecoderException;
import org.apache.mina.filter.ssl.SslFilter;

/**
 * Encode and decode: MINA's {@code ProtocolCodecFilter} with a shorter way for this codec. The handler, the peer and the
 * chain see the same.
 *
 * <pre>{@code
 * chain.addLast("protobuf", new ProtobufCodecFilter(ProtobufCodecFactory.of(Echo.getDefaultInstance())));
 * }</pre>
 *
 * <p>MINA's filter takes each message through a queue of the thread, in both directions, and asks the decoder anew for
 * each. Here a message goes from the decoder to the next filter, and from the encoder to the previous one. All frames of a
 * read are one call of the decoder, so {@link CodecStatistics} learns of them when the handler is done with the last.
 *
 * <p>One instance serves any number of sessions, whose chains may each hold it once.
 */
public final class ProtobufCodecFilter extends ProtocolCodecFilter {

    private final ProtobufDecoder decoder;
    private final ProtobufEncoder encoder;

    /**
     * A filter of this codec.
     *
     * @param codec may serve other filters too
     * @throws IllegalArgumentException when {@code codec} is null
     */
    public ProtobufCodecFilter(ProtobufCodecFactory codec) {
        super(codec);
        decoder = codec.getDecoder(null);
        encoder = codec.getEncoder(null);
    }

    /**
     * Checks the chain's order, when this filter has its place in it.
     *
     * @throws IllegalStateException when an {@code SslFilter} stands between this filter and the handler, where it would
     *     be given messages to encrypt
     */
    @Override
    public void onPostAdd(IoFilterChain parent, String name, NextFilter nextFilter) {
        List<IoFilterChain.Entry> fromTheSocket = parent.getAll();
        for (int i = fromTheSocket.size() - 1; fromTheSocket.get(i).getFilter() != this; i--) {
            if (fromTheSocket.get(i).getFilter() instanceof SslFilter ssl) {
                throw new IllegalStateException(ssl.getClass().getSimpleName() + " must stand before "
                        + "ProtobufCodecFilter in the filter chain: add it first, nearer to the socket");
            }
        }
    }

    /** Decodes all frames of a buffer, and frees it; whatever else comes passes by. */
    @Override
    public void messageReceived(NextFilter nextFilter, IoSession session, Object message) {
        if (message instanceof IoBuffer in) {
            decode(nextFilter, session, in);
            in.free();
        } else {
            nextFilter.messageReceived(session, message);
        }
    }

    private void decode(NextFilter nextFilter, IoSession session, IoBuffer in) {
        ProtocolDecoderOutput out = new NextFilterOutput(nextFilter, session);
        boolean positionIsKnown = true;
        while (positionIsKnown && in.hasRemaining()) {
            try {
                decoder.decode(session, in, out);
            } catch (ProtocolDecoderException e) {
                nextFilter.exceptionCaught(session, e);
                positionIsKnown = e instanceof RecoverableProtocolDecoderException;
            }
        }
    }

    /**
     * Encodes a message; a buffer or a file passes by.
     *
     * @throws ProtocolEncoderException as {@link ProtobufEncoder#encode} does; MINA's chain hands it to the write's future
     *     and to the handler
     */
    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request)
            throws ProtocolEncoderException {
        Object message = request.getMessage();
        // Most are MessageLite; that they are no FileRegion, the JVM knows only after a look at all their interfaces.
        if (message instanceof MessageLite || !(message instanceof IoBuffer || message instanceof FileRegion)) {
            request.setMessage(encoder.frame(message));
        }
        nextFilter.filterWrite(session, request);
    }

    /** Nothing waits here. */
    private record NextFilterOutput(NextFilter nextFilter, IoSession session) implements ProtocolDecoderOutput {

        @Override
        public void write(Object message) {
            nextFilter.messageReceived(session, message);
        }

        @Override
        public void flush(NextFilter sameFilter, IoSession sameSession) {
            // all has gone on
        }
    }
}
