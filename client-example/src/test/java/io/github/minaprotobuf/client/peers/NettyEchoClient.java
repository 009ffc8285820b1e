package io.github.minaprotobuf.client.peers;

import io.github.minaprotobuf.example.Echo;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A peer: sends messages through Netty and compares the replies. Arguments: a format, a port; then maybe ids: messages with
 * these are sent, and replies are right by id.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as Netty's own examples do
final class NettyEchoClient {

    private NettyEchoClient() {}

    public static void main(String... args) throws InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        boolean byId = args.length > 2;
        Replies replies = new Replies(byId ? SampleMessages.withIds(args[2]) : SampleMessages.ALL);
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        NettyFraming.addTo(connection.pipeline(), args[0]);
                        connection.pipeline().addLast(replies);
                    }
                })
                .connect("127.0.0.1", Integer.parseInt(args[1]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        if (byId ? !ids(replies.received).equals(ids(replies.sent)) : !replies.received.equals(replies.sent)) {
            throw new AssertionError("received " + replies.received.size() + " replies that are not what was sent");
        }
    }

    private static List<Long> ids(List<Echo> messages) {
        return messages.stream().map(Echo::getId).toList();
    }

    /** Sends all, then only reads; the server closes when it has answered all. */
    private static final class Replies extends SimpleChannelInboundHandler<Echo> {
        private final List<Echo> sent;
        private final List<Echo> received = new ArrayList<>();

        private Replies(List<Echo> sent) {
            this.sent = sent;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ChannelFuture last = context.newSucceededFuture();
            for (Echo message : sent) {
                last = context.write(message);
            }
            last.addListener(sent -> ((SocketChannel) context.channel()).shutdownOutput());
            context.flush();
        }

        /** Netty alone would log it, pass over the frame, and go on. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            received.clear();
            context.close();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Echo reply) {
            received.add(reply);
        }
    }
}
