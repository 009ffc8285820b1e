/**
 * Length-prefixed protobuf for Apache MINA, as one filter of a chain. Start at
 * {@link io.github.minaprotobuf.codec.ProtobufCodecFactory}:
 *
 * <pre>{@code
 * chain.addLast("protobuf", new ProtocolCodecFilter(ProtobufCodecFactory.of(Echo.getDefaultInstance())));
 * }</pre>
 *
 * <h2>On the wire</h2>
 *
 * <p>A frame is a header, which tells the length of the body, then the body: a message as protobuf serialises it. Here
 * an {@code Echo} whose {@code text} is "hi", in the default {@link io.github.minaprotobuf.codec.FrameFormat}:
 *
 * <pre>
 *   +-------------+-------------+-------------+-
 *   | 04 00 00 00 | 12 02 68 69 | next header | ...
 *   +-------------+-------------+-------------+-
 *   | length: 4   | body        |
 *   \___________ frame _________/
 * </pre>
 *
 * <h2>The life of a frame</h2>
 *
 * <p>A stream comes in reads that know nothing of frames. These three bring two:
 *
 * <pre>
 *   read 1   04 00               half a header: the session keeps these two bytes
 *   read 2   00 00 12 02         header complete, 4 bytes of body to come: the session keeps two of them
 *   read 3   68 69 00 00 00 00   body complete: message "hi"; then a header that declares 0: an empty message
 * </pre>
 *
 * <ol>
 *   <li>The header is read by the {@code FrameFormat}. It may be corrupt:
 *       {@link io.github.minaprotobuf.codec.CorruptedFrameException}; or declare too much:
 *       {@link io.github.minaprotobuf.codec.FrameTooLongException}, and the body is skipped as it arrives.
 *   <li>It may say the body's type as well, and {@link io.github.minaprotobuf.codec.MessageTypes} which message that is; a type
 *       that is not among them is {@link io.github.minaprotobuf.codec.UnknownTypeException}, and the body is skipped too.
 *   <li>A body that arrived whole is parsed where it lies. One that did not is gathered, in memory that grows with what
 *       arrives and not with what was declared; all sessions together may be held to a budget:
 *       {@link io.github.minaprotobuf.codec.RetainedBytesLimitException}.
 *   <li>The {@link io.github.minaprotobuf.codec.BodyCodec} makes a message of it, and the {@code IoHandler} gets that
 *       in {@code messageReceived}; or {@link io.github.minaprotobuf.codec.MalformedMessageException} in
 *       {@code exceptionCaught}.
 *   <li>When the session closes before the last byte:
 *       {@link io.github.minaprotobuf.codec.TruncatedFrameException}, then {@code sessionClosed}.
 * </ol>
 *
 * <p>The other way, {@code session.write(message)} makes one buffer of exactly the frame's length; or, of a message
 * over the limit, {@link io.github.minaprotobuf.codec.MessageTooLongException}, and nothing is sent.
 *
 * <p>After each exception but {@code CorruptedFrameException} the next frame decodes.
 *
 * @serial exclude
 */
package io.github.minaprotobuf.codec;
