package io.github.minaprotobuf.bench.peer;

import io.github.minaprotobuf.example.Echo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.protobuf.ProtobufDecoder;
import io.netty.handler.codec.protobuf.ProtobufEncoder;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** Netty's documented protobuf pipeline on one event loop thread; replies are flushed once per read. */
@SuppressWarnings("FutureReturnValueIgnored") // as Netty's own examples do
public final class NettyServer {

    private NettyServer() {}

    /** @param args {@code nio} or {@code epoll} */
    public static void main(String... args) throws InterruptedException {
        ServerBootstrap bootstrap = switch (args[0]) {
            case "nio" ->
                new ServerBootstrap()
                        .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
                        .channel(NioServerSocketChannel.class);
            case "epoll" -> epoll();
            default -> throw new IllegalArgumentException("'" + args[0] + "' is neither nio nor epoll");
        };
        Channel server = bootstrap
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initPipeline(channel);
                    }
                })
                .bind(Listening.ADDRESS)
                .sync()
                .channel();
        Listening.announce(((InetSocketAddress) server.localAddress()).getPort());
    }

    private static ServerBootstrap epoll() {
        Epoll.ensureAvailability();
        return new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class);
    }

    private static void initPipeline(Channel channel) {
        channel.pipeline()
                .addLast(
                        new LengthFieldBasedFrameDecoder(
                                ByteOrder.LITTLE_ENDIAN,
                                Listening.MAX_BODY_LENGTH,
                                0,
                                Integer.BYTES,
                                0,
                                Integer.BYTES,
                                true),
                        new ProtobufDecoder(Echo.getDefaultInstance()),
                        new LengthFieldPrepender(ByteOrder.LITTLE_ENDIAN, Integer.BYTES, 0, false),
                        new ProtobufEncoder(),
                        new EchoHandler());
    }

    private static final class EchoHandler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
