package io.github.minaprotobuf.protocols.wirecode;

import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.MessageToMessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** u32 length, highest byte first, which counts the type; u8 type. */
// wire code begins
final class RiakWithNetty extends MessageToMessageCodec<ByteBuf, MessageLite> {

    private static final Map<Class<?>, Integer> IDS = Map.of(Sample.class, 9, Strict.class, 10);

    static void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(
                new LengthFieldBasedFrameDecoder(8 << 20, 0, 4, 0, 4),
                new LengthFieldPrepender(4),
                new RiakWithNetty());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) throws IOException {
        int id = frame.readUnsignedByte();
        ByteBuffer body = frame.nioBuffer();
        switch (id) {
            case 9 -> out.add(Sample.parseFrom(body));
            case 10 -> out.add(Strict.parseFrom(body));
            default -> throw new DecoderException("type " + id);
        }
    }

    @Override
    protected void encode(ChannelHandlerContext context, MessageLite message, List<Object> out) {
        int id = IDS.get(message.getClass());
        byte[] body = message.toByteArray();
        out.add(context.alloc().buffer().writeByte(id).writeBytes(body));
    }
}
// wire code ends
