/**
 * Filters for what is written: fewer system calls for small writes, and an end to reading from peers that do not take
 * their replies. They work with any codec, or none.
 *
 * <h2>The life of a write</h2>
 *
 * <pre>
 *   session.write(message)
 *        |
 *   codec                      one buffer
 *        |
 *   WriteBackpressureFilter    too much waits already? stops reading, so that no more replies are made
 *        |
 *   SslFilter, if any          TLS records
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
 * <p>In MINA's chain, the first filter is the one at the socket:
 *
 * <pre>{@code
 * chain.addLast("coalesce", new WriteCoalescingFilter());
 * chain.addLast("backpressure", new WriteBackpressureFilter(1 << 20, 512 << 10));
 * chain.addLast("protobuf", new ProtocolCodecFilter(codec));
 * }</pre>
 */
package io.github.minaprotobuf.filter;
