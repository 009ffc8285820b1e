package io.github.minaprotobuf.client.peers;

import io.github.minaprotobuf.example.Echo;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;

/** A peer: an echo server on Netty's own codecs. Argument: a format. */
@SuppressWarnings("FutureReturnValueIgnored") // as Netty's own examples do
final class NettyEchoServer {

    private NettyEchoServer() {}

    public static void main(String... args) throws InterruptedException {
        String wire = args[0];
        Channel channel = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        NettyFraming.addTo(connection.pipeline(), wire);
                        connection.pipeline().addLast(new Echoing());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println(
                "listening on 127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort() + " " + wire);
        channel.closeFuture().sync();
    }

    private static final class Echoing extends SimpleChannelInboundHandler<Echo> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, Echo message) {
            context.write(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The replies to what came before still wait for the read to be complete.
            context.flush().close();
        }
    }
}
