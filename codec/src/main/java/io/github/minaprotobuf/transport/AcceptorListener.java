package io.github.minaprotobuf.transport;

import java.net.SocketAddress;
import java.time.Duration;
import org.apache.mina.core.session.IoSession;

/**
 * Is told what a {@link ProtobufAcceptor} did to sessions of its own accord, for a log or for counters. Each method does
 * nothing unless it is overridden. What goes wrong in a session is told to the {@code IoHandler}, as ever.
 *
 * <p>Called by the thread that does it, of which there are several at a time, and before it is done: to be quick, and
 * not to throw.
 */
public interface AcceptorListener {

    /**
     * A connection is closed at once, since {@code maxConnections} are open.
     *
     * @param session the new one, of which the handler does not hear
     * @param maxConnections the limit
     */
    default void connectionRefused(IoSession session, int maxConnections) {}

    /**
     * A connection is closed at once, since the process has descriptors ({@code ulimit -n}) for no more; see {@link
     * ProtobufAcceptor#maxConnections}.
     *
     * @param peer who connected
     */
    default void descriptorsExhausted(SocketAddress peer) {}

    /**
     * A session is closed over which nothing came or left for the idle timeout.
     *
     * @param session it is about to be closed
     * @param idleTimeout the limit
     */
    default void idle(IoSession session, Duration idleTimeout) {}

    /**
     * A session is closed whose frame has begun and did not end within the frame timeout.
     *
     * @param session it is about to be closed
     * @param frameTimeout the limit
     */
    default void frameTimedOut(IoSession session, Duration frameTimeout) {}

    /**
     * A session is closed whose TLS handshake did not end within the frame timeout.
     *
     * @param session it is about to be closed
     * @param frameTimeout the limit
     */
    default void handshakeTimedOut(IoSession session, Duration frameTimeout) {}

    /**
     * A session is closed whose peer has ended its side of the stream inside the TLS handshake.
     *
     * @param session it is about to be closed
     */
    default void handshakeAbandoned(IoSession session) {}

    /**
     * A session is closed that sent more wrong frames than {@code maxErrors}. The handler was told of each.
     *
     * @param session it is about to be closed
     * @param maxErrors the limit
     */
    default void tooManyErrors(IoSession session, int maxErrors) {}
}
