/**
 * What a server needs to survive its peers: filters for any MINA codec, or none. {@link
 * io.github.minaprotobuf.transport.ProtobufAcceptor} has them all in its chain; take them one by one for a chain, a codec or
 * a transport of your own.
 *
 * <h2>Which, and when</h2>
 *
 * <table>
 * <caption>What each is for</caption>
 * <tr><th>{@link io.github.minaprotobuf.filter.WriteCoalescingFilter}</th>
 *     <td>many small writes: they leave in one system call</td></tr>
 * <tr><th>{@link io.github.minaprotobuf.filter.ConnectionLimitFilter}</th>
 *     <td>more connections than there is memory for: the next one is closed</td></tr>
 * <tr><th>{@link io.github.minaprotobuf.filter.DrainFilter}</th>
 *     <td>a server that stops: each session ends between two frames</td></tr>
 * <tr><th>{@link io.github.minaprotobuf.filter.TlsFilter}</th>
 *     <td>TLS, in place of MINA's {@code SslFilter}</td></tr>
 * <tr><th>{@link io.github.minaprotobuf.filter.OrderlyCloseFilter}</th>
 *     <td>peers that end their side and wait for replies; any close that must lose nothing</td></tr>
 * <tr><th>{@link io.github.minaprotobuf.filter.WriteBackpressureFilter}</th>
 *     <td>peers that send and do not read</td></tr>
 * <tr><th>{@link io.github.minaprotobuf.filter.FrameTimeout}, beside the chain</th>
 *     <td>peers that send a byte now and then</td></tr>
 * </table>
 *
 * <h2>The chain, and the life of a write in it</h2>
 *
 * <pre>
 *   session.write(message)
 *        |
 *   codec                      one buffer
 *        |
 *   WriteBackpressureFilter    too much waits already? stops reading and decoding, so that no more replies are made
 *        |
 *   OrderlyCloseFilter         remembers the last one: the session's end waits for it
 *        |
 *   TlsFilter, if any          TLS records
 *        |
 *   DrainFilter                only looks at reads
 *        |
 *   WriteCoalescingFilter      an earlier buffer still waits? goes behind it, into the same one
 *        |
 *   the session's queue        waits for the socket
 *        |
 *   the socket                 one system call for each buffer of the queue
 *        |
 *   messageSent, WriteFuture   once for each write, in order; little enough waits? reading goes on
 * </pre>
 *
 * <p>In MINA's chain, the first filter is the one at the socket. Each filter checks, when it is added, that those that are
 * there stand in this order, and throws an {@code IllegalStateException} that names the two that do not:
 *
 * <pre>{@code
 * chain.addLast("coalesce", new WriteCoalescingFilter());
 * chain.addLast("connection-limit", new ConnectionLimitFilter(10_000));
 * chain.addLast("drain", new DrainFilter(codec::isInsideFrame));
 * chain.addLast("tls", new TlsFilter(sslContext));
 * chain.addLast("orderly-close", new OrderlyCloseFilter());
 * chain.addLast("backpressure", new WriteBackpressureFilter(1 << 20, 512 << 10));
 * chain.addLast("protobuf", new ProtobufCodecFilter(codec, WriteBackpressureFilter::holdsReads));
 * }</pre>
 */
package io.github.minaprotobuf.filter;
