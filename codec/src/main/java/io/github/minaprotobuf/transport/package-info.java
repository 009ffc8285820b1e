/**
 * The front door for a server: {@link io.github.minaprotobuf.transport.ProtobufAcceptor}, MINA's acceptor with the codec and
 * all that protects it from its peers, and the I/O processor that it runs on.
 *
 * <p>Use it when sockets on NIO are what you want, and the limits of its builder. For other transports, for clients, and
 * for chains of your own, take the filters of {@link io.github.minaprotobuf.filter} one by one.
 *
 * <h2>Its chain</h2>
 *
 * <pre>
 *   the socket
 *        |
 *   coalesce            WriteCoalescingFilter     small replies leave in one system call
 *   connection-limit    ConnectionLimitFilter     closes what is over the limit; leaves the chain of the others
 *   drain               DrainFilter               ends sessions between two frames, when it is told to
 *   tls                 TlsFilter                 if there is any
 *   orderly-close       OrderlyCloseFilter        ends a session behind its last reply
 *   backpressure        WriteBackpressureFilter   reads no more while too many replies wait
 *   protobuf            ProtobufCodecFilter       bytes to messages, and back
 *   peer-guard                                    ends idle sessions, and those that send too many wrong frames
 *        |
 *   filters that the application adds by addLast
 *        |
 *   the IoHandler
 * </pre>
 *
 * <p>Beside the chain, a {@link io.github.minaprotobuf.filter.FrameTimeout} ends sessions whose frame takes too long.
 */
package io.github.minaprotobuf.transport;
