package io.github.minaprotobuf.protocols.wirecode;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

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

/** u32 length, lowest byte first, which counts the type; u8 type. The ids are those of a client. */
// wire code begins
final class MySqlXWithNetty extends MessageToMessageCodec<ByteBuf, MessageLite> {

    private static final Map<Class<?>, Integer> IDS = Map.of(Sample.class, 5, Strict.class, 46);

    static void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(
                new LengthFieldBasedFrameDecoder(LITTLE_ENDIAN, 8 << 20, 0, 4, 0, 4, true),
                new LengthFieldPrepender(LITTLE_ENDIAN, 4, 0, false),
                new MySqlXWithNetty());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) throws IOException {
        int id = frame.readUnsignedByte();
        ByteBuffer body = frame.nioBuffer();
        switch (id) {
            case 3 -> out.add(Sample.parseFrom(body));
            case 19 -> out.add(Strict.parseFrom(body));
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
