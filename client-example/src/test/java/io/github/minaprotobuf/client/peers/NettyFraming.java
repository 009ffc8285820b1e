package io.github.minaprotobuf.client.peers;

import io.github.minaprotobuf.example.Echo;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.protobuf.ProtobufDecoder;
import io.netty.handler.codec.protobuf.ProtobufEncoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32LengthFieldPrepender;
import java.nio.ByteOrder;

/** The handlers that Netty has for each format. */
final class NettyFraming {

    private static final int MAX_BODY = 4 << 20;

    private NettyFraming() {}

    static void addTo(ChannelPipeline pipeline, String wire) {
        switch (wire) {
            case "varint32" ->
                pipeline.addLast(new ProtobufVarint32FrameDecoder(), new ProtobufVarint32LengthFieldPrepender());
            case "be32" -> addFourBytes(pipeline, ByteOrder.BIG_ENDIAN);
            case "le32" -> addFourBytes(pipeline, ByteOrder.LITTLE_ENDIAN);
            default -> throw new IllegalArgumentException(wire);
        }
        pipeline.addLast(new ProtobufDecoder(Echo.getDefaultInstance()), new ProtobufEncoder());
    }

    private static void addFourBytes(ChannelPipeline pipeline, ByteOrder order) {
        pipeline.addLast(
                new LengthFieldBasedFrameDecoder(order, 4 + MAX_BODY, 0, 4, 0, 4, true),
                new LengthFieldPrepender(order, 4, 0, false));
    }
}
