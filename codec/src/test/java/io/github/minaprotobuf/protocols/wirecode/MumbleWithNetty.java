package io.github.minaprotobuf.protocols.wirecode;

import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.MessageToMessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** u16 type, u32 length, both highest byte first. */
// wire code begins
final class MumbleWithNetty extends MessageToMessageCodec<ByteBuf, MessageLite> {

    private static final Map<Class<?>, Integer> IDS = Map.of(Sample.class, 0, Strict.class, 3);

    static void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(new LengthFieldBasedFrameDecoder(8 << 20, 2, 4), new MumbleWithNetty());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) throws IOException {
        int id = frame.readUnsignedShort();
        ByteBuffer body = frame.skipBytes(4).nioBuffer();
        switch (id) {
            case 0 -> out.add(Sample.parseFrom(body));
            case 3 -> out.add(Strict.parseFrom(body));
            default -> throw new DecoderException("type " + id);
        }
    }

    @Override
    protected void encode(ChannelHandlerContext context, MessageLite message, List<Object> out) {
        int id = IDS.get(message.getClass());
        byte[] body = message.toByteArray();
        out.add(context.alloc().buffer().writeShort(id).writeInt(body.length).writeBytes(body));
    }
}
// wire code ends
