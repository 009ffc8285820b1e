package io.github.minaprotobuf.osgi;

import com.google.protobuf.StringValue;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A user's bundle: an echo server that starts and stops with it, and registers its address as a service. */
public final class EchoActivator implements BundleActivator {

    private NioSocketAcceptor acceptor;

    @Override
    public void start(BundleContext context) throws IOException {
        ProtobufCodecFactory codec = ProtobufCodecFactory.builder(StringValue.getDefaultInstance())
                .frameFormat(FrameFormat.varint32())
                .build();
        acceptor = new NioSocketAcceptor(1);
        acceptor.getFilterChain().addLast("coalesce", new WriteCoalescingFilter());
        acceptor.getFilterChain().addLast("protobuf", new ProtocolCodecFilter(codec));
        acceptor.setHandler(new EchoHandler());
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        context.registerService(InetSocketAddress.class, acceptor.getLocalAddress(), null);
    }

    @Override
    public void stop(BundleContext context) {
        acceptor.dispose(true);
    }

    private static final class EchoHandler extends IoHandlerAdapter {
        @Override
        public void messageReceived(IoSession session, Object message) {
            session.write(message);
        }
    }
}
