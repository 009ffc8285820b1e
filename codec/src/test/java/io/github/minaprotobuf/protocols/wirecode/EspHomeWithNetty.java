package io.github.minaprotobuf.protocols.wirecode;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.codec.test.Strict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.MessageToByteEncoder;
import io.netty.handler.codec.ReplayingDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** A zero, then length and type as varints. Shortest so: a ReplayingDecoder needs no thought of what has not arrived. */
// wire code begins
final class EspHomeWithNetty extends ReplayingDecoder<Void> {

    static void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(new EspHomeWithNetty(), new Encoder());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws IOException {
        if (in.readByte() != 0) {
            throw new CorruptedFrameException("begins with another byte than 0");
        }
        int length = readVarint(in);
        int id = readVarint(in);
        if (length < 0 || length > 8 << 20) {
            throw new TooLongFrameException("length " + Integer.toUnsignedString(length));
        }
        ByteBuffer body = in.readSlice(length).nioBuffer();
        switch (id) {
            case 2 -> out.add(Sample.parseFrom(body));
            case 128 -> out.add(Strict.parseFrom(body));
            default -> throw new DecoderException("type " + id);
        }
    }

    private static int readVarint(ByteBuf in) throws IOException {
        return CodedInputStream.readRawVarint32(in.readByte(), new ByteBufInputStream(in));
    }

    private static final class Encoder extends MessageToByteEncoder<MessageLite> {

        private static final Map<Class<?>, Integer> IDS = Map.of(Sample.class, 2, Strict.class, 128);

        @Override
        protected void encode(ChannelHandlerContext context, MessageLite message, ByteBuf out) throws IOException {
            CodedOutputStream stream = CodedOutputStream.newInstance(new ByteBufOutputStream(out.writeByte(0)));
            stream.writeUInt32NoTag(message.getSerializedSize());
            stream.writeUInt32NoTag(IDS.get(message.getClass()));
            message.writeTo(stream);
            stream.flush();
        }
    }
}
// wire code ends
