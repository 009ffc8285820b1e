package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.ssl.SslFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Writes of TLS whose engine has closed, as one may that found no heap")
@Timeout(60)
class TlsEndedTest {

    @Test
    void fail_with_an_exception_and_close_the_session() throws Exception {
        try (SocketPair pair = SocketPair.connect()) {
            AbstractIoSession session = (AbstractIoSession) pair.session();
            session.setAttribute(SslFilter.SSL_SECURED, "as after a handshake");
            HeldWrites writes = new HeldWrites(session, (next, unused, plain) -> {
                // Takes nothing, and says nothing, as SslFilter does then.
            });
            session.getCloseFuture().addListener(closed -> writes.close());
            List<WriteFuture> futures = Stream.of("one", "two")
                    .map(text -> {
                        WriteRequest write = new DefaultWriteRequest(
                                IoBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)),
                                new DefaultWriteFuture(session));
                        writes.add(null, write);
                        return write.getFuture();
                    })
                    .toList();
            assertTrue(session.getCloseFuture().awaitUninterruptibly(10_000), "open");
            for (WriteFuture future : futures) {
                assertTrue(future.awaitUninterruptibly(10_000), "stranded");
            }
            assertInstanceOf(SSLException.class, futures.get(0).getException());
            assertEquals(
                    "TLS has ended, and encrypts no more",
                    pair.caughtException(SSLException.class).getMessage());
            while (session.getScheduledWriteBytes()
                    != 0) { // counted after the future is told; at the latest by the timeout
                Thread.sleep(1);
            }
        }
    }
}
