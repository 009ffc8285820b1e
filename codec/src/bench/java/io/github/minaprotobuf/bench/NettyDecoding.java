package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.codec.test.Sample;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.protobuf.ProtobufDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/**
 * Netty's decoders in an embedded channel. Chunks enter at the pipeline's head and messages leave at its tail, so that
 * the channel's own queues cost nothing; each chunk is a read of its own.
 */
final class NettyDecoding implements Runnable {

    private final ByteBuf[] chunks;
    private final ChannelPipeline pipeline;

    NettyDecoding(List<ByteBuffer> chunks, Consumer<Object> sink) {
        this.chunks = chunks.stream().map(Unpooled::wrappedBuffer).toArray(ByteBuf[]::new);
        EmbeddedChannel channel = new EmbeddedChannel(
                new LengthFieldBasedFrameDecoder(
                        ByteOrder.LITTLE_ENDIAN, Integer.MAX_VALUE, 0, Integer.BYTES, 0, Integer.BYTES, true),
                new ProtobufDecoder(Sample.getDefaultInstance()),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        sink.accept(message);
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        throw new IllegalStateException(cause);
                    }
                });
        pipeline = channel.pipeline();
    }

    @Override
    public void run() {
        for (ByteBuf chunk : chunks) {
            // The pipeline releases what it reads; the chunk must live on for the next run.
            pipeline.fireChannelRead(chunk.retain().readerIndex(0));
            pipeline.fireChannelReadComplete();
        }
    }
}
