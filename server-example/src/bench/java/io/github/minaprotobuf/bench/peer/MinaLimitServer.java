package io.github.minaprotobuf.bench.peer;

import io.github.minaprotobuf.transport.LeanNioProcessor;
import java.io.IOException;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/**
 * What MINA leaves of the bare loop: that loop's work in one filter, and each message through MINA's {@code messageReceived},
 * {@code session.write} and {@code messageSent}. No codec on MINA can be faster.
 */
public final class MinaLimitServer {

    private MinaLimitServer() {}

    public static void main(String... args) throws IOException {
        NioSocketAcceptor acceptor = new NioSocketAcceptor(new SimpleIoProcessorPool<>(LeanNioProcessor.class, 1));
        acceptor.getStatistics().getConfig().setStatisticsCalcEnabled(false);
        acceptor.getFilterChain().addLast("limit", new MinaLimitFilter());
        MinaEcho.start(acceptor);
    }
}
