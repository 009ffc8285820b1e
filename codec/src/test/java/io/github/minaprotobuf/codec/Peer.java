package io.github.minaprotobuf.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.service.DefaultTransportMetadata;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.session.IoSessionConfig;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.codec.ProtocolCodecFactory;
import org.apache.mina.filter.codec.ProtocolCodecFilter;

/**
 * The other end of a session whose chain holds the codec, in MINA's own filter where nobody says otherwise: it sends
 * chunks, and sees what the handler got and what was written.
 */
public final class Peer {

    /** What the handler sees at the end of a session. */
    static final String SESSION_CLOSED = "sessionClosed";

    private final DummySession session = new DummySession();
    private final List<Object> events = Collections.synchronizedList(new ArrayList<>());
    private final List<byte[]> written = Collections.synchronizedList(new ArrayList<>());

    private BiConsumer<IoSession, Object> reaction = (session, message) -> {};

    private Peer(ProtocolCodecFilter codec, boolean fragmentation) {
        session.setTransportMetadata(new DefaultTransportMetadata(
                "test",
                fragmentation ? "stream" : "datagram",
                !fragmentation,
                fragmentation,
                java.net.SocketAddress.class,
                IoSessionConfig.class,
                Object.class));
        session.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                events.add(message);
                reaction.accept(session, message);
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                events.add(cause);
            }

            @Override
            public void sessionClosed(IoSession session) {
                events.add(SESSION_CLOSED);
            }
        });
        session.getFilterChain().addLast("wire", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
                IoBuffer buffer = (IoBuffer) request.getMessage();
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                written.add(bytes);
                next.filterWrite(session, request);
            }
        });
        session.getFilterChain().addLast("codec", codec);
    }

    public static Peer onStream(ProtocolCodecFactory factory) {
        return onStream(new ProtocolCodecFilter(factory));
    }

    static Peer onStream(ProtocolCodecFilter codec) {
        return new Peer(codec, true);
    }

    static Peer onDatagrams(ProtocolCodecFilter codec) {
        return new Peer(codec, false);
    }

    DummySession session() {
        return session;
    }

    /** Has the handler do this with each message, once it is among the {@link #events}. */
    public Peer reactingBy(BiConsumer<IoSession, Object> reaction) {
        this.reaction = reaction;
        return this;
    }

    /** Sends one chunk in a buffer that, as MINA's filter may do, is overwritten as soon as the call returns. */
    Peer send(byte... chunk) {
        return send(BufferKind.HEAP, chunk);
    }

    Peer send(BufferKind kind, byte... chunk) {
        IoBuffer buffer = kind.bufferOf(chunk);
        session.getFilterChain().fireMessageReceived(buffer);
        if (buffer.hasRemaining()) {
            throw new AssertionError(buffer.remaining() + " bytes were left in the read buffer");
        }
        kind.overwrite(buffer);
        for (Object key : session.getAttributeKeys()) {
            if (key.toString().contains("CumulativeProtocolDecoder")) {
                throw new AssertionError("bytes were left in the inherited cumulative buffer");
            }
        }
        return this;
    }

    public Peer sendAll(Iterable<byte[]> chunks) {
        chunks.forEach(this::send);
        return this;
    }

    /** Ends the session as the I/O processor does. */
    Peer close() {
        session.getFilterChain().fireSessionClosed();
        return this;
    }

    /** Messages, exceptions and {@link #SESSION_CLOSED}, in the order in which the handler got them. */
    public List<Object> events() {
        return List.copyOf(events);
    }

    /** As {@link #events()}, with the class in place of each exception. */
    List<Object> outline() {
        return events().stream()
                .map(event -> event instanceof Throwable ? event.getClass() : event)
                .toList();
    }

    /** The only exception that the handler got. */
    <E extends Throwable> E exception(Class<E> type) {
        List<Throwable> thrown = events().stream()
                .filter(Throwable.class::isInstance)
                .map(Throwable.class::cast)
                .toList();
        if (thrown.size() != 1) {
            throw new AssertionError("expected one " + type.getSimpleName() + ", got " + thrown);
        }
        return type.cast(thrown.get(0));
    }

    public WriteFuture write(Object message) {
        return session.write(message);
    }

    /** The buffers that reached the wire, in order. */
    public List<byte[]> written() {
        return List.copyOf(written);
    }

    boolean isAtFrameBoundary() {
        return session.getAttributeKeys().isEmpty();
    }
}
