package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.minaprotobuf.codec.test.Sample;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.CachedBufferAllocator;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.SimpleBufferAllocator;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MINA frees a buffer when it has left, while an executor's thread is still to report the write as done. */
@DisplayName("With cached buffers and a handler on threads of its own")
@Timeout(60)
class CachedBuffersTest {

    private static final int MESSAGES = 50;

    private final ExecutorFilter executor = new ExecutorFilter(4);
    private final NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
    private final List<Throwable> caught = new CopyOnWriteArrayList<>();
    private final Semaphore sent = new Semaphore(0);

    @AfterEach
    void stop() {
        acceptor.dispose(true);
        executor.destroy();
        IoBuffer.setUseDirectBuffer(false);
        IoBuffer.setAllocator(new SimpleBufferAllocator()); // MINA's default
    }

    @ParameterizedTest
    @CsvSource({
        "OF_MINA, false, false",
        "OF_MINA, false, true",
        "OF_MINA, true, false",
        "OF_MINA, true, true",
        "OF_THIS_LIBRARY, false, false",
        "OF_THIS_LIBRARY, false, true",
        "OF_THIS_LIBRARY, true, false",
        "OF_THIS_LIBRARY, true, true"
    })
    void every_message_is_answered_and_every_reply_reported(CodecFilter codec, boolean coalescing, boolean direct)
            throws Exception {
        IoBuffer.setAllocator(new CachedBufferAllocator());
        IoBuffer.setUseDirectBuffer(direct);
        bind(codec, coalescing);
        byte[] frame = Wire.LE32.frame(Samples.ofBodyLength(60)); // 64 bytes: a length for which a cache has a place
        try (Socket peer = new Socket(
                InetAddress.getLoopbackAddress(), acceptor.getLocalAddress().getPort())) {
            peer.setSoTimeout(10_000);
            for (int i = 0; i < MESSAGES; i++) {
                peer.getOutputStream().write(frame);
            }
            for (int i = 0; i < MESSAGES; i++) {
                assertArrayEquals(frame, peer.getInputStream().readNBytes(frame.length), "reply " + i + ", " + caught);
            }
            boolean allReported = sent.tryAcquire(MESSAGES, 10, TimeUnit.SECONDS);
            assertEquals(List.of(), caught);
            assertEquals(true, allReported, "messageSent is missing");
            assertEquals(0, acceptor.getStatistics().getScheduledWriteMessages());
        }
    }

    private void bind(CodecFilter codec, boolean coalescing) throws Exception {
        if (coalescing) {
            acceptor.getFilterChain().addLast("coalesce", new WriteCoalescingFilter());
        }
        acceptor.getFilterChain().addLast("protobuf", codec.of(ProtobufCodecFactory.of(Sample.getDefaultInstance())));
        acceptor.getFilterChain().addLast("executor", executor);
        acceptor.setHandler(new IoHandlerAdapter() {
            @Override
            public void messageReceived(IoSession session, Object message) {
                session.write(message);
            }

            @Override
            public void messageSent(IoSession session, Object message) {
                sent.release();
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) {
                caught.add(cause);
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
}
