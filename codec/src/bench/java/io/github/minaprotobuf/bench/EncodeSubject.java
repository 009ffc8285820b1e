package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.codec.ProtobufEncoder;
import io.github.minaprotobuf.codec.test.Sample;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;

/** Those who compete at encoding. Each hands its frames, or the buffers they consist of, to a sink. */
public enum EncodeSubject {
    /** The limit: protobuf's own array, copied behind its length. */
    ARRAY_AND_COPY {
        @Override
        Runnable over(Sample message, Consumer<Object> sink) {
            return () -> {
                byte[] body = message.toByteArray();
                sink.accept(IoBuffer.allocate(Integer.BYTES + body.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(body.length)
                        .put(body)
                        .flip());
            };
        }
    },
    OURS {
        @Override
        Runnable over(Sample message, Consumer<Object> sink) {
            return encoding(DecodeSubject.codec().getEncoder(null), message, sink);
        }
    },
    /** Headers that say a type, and a table of messages. */
    OURS_TYPED {
        @Override
        Runnable over(Sample message, Consumer<Object> sink) {
            return encoding(DecodeSubject.typedCodec().getEncoder(null), message, sink);
        }
    },
    /** Two buffers per frame: Netty gathers length and body in the system call. */
    NETTY {
        @SuppressWarnings("FutureReturnValueIgnored") // the promise is void
        @Override
        Runnable over(Sample message, Consumer<Object> sink) {
            EmbeddedChannel channel = new EmbeddedChannel(
                    new ChannelOutboundHandlerAdapter() {
                        @Override
                        public void write(ChannelHandlerContext context, Object buffer, ChannelPromise promise) {
                            sink.accept(buffer);
                            ReferenceCountUtil.release(buffer);
                            promise.trySuccess();
                        }
                    },
                    new LengthFieldPrepender(ByteOrder.LITTLE_ENDIAN, Integer.BYTES, 0, false),
                    new io.netty.handler.codec.protobuf.ProtobufEncoder());
            return () -> channel.pipeline().write(message, channel.voidPromise());
        }
    };

    private static Runnable encoding(ProtobufEncoder encoder, Sample message, Consumer<Object> sink) {
        DummySession session = new DummySession();
        ProtocolEncoderOutput out = sink::accept;
        return () -> {
            try {
                encoder.encode(session, message, out);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /** Encodes the message once each time it is run. */
    abstract Runnable over(Sample message, Consumer<Object> sink);
}
