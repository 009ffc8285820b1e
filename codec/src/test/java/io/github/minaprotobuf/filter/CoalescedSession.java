package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.SimpleBufferAllocator;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A session on a real socket whose writes are coalesced, and what its tests ask of them. */
abstract class CoalescedSession {

    static final String FILTER = "coalesce";

    SocketPair pair;
    IoSession session;

    @BeforeEach
    void connect() throws Exception {
        pair = SocketPair.connect();
        session = pair.session();
        session.getFilterChain().addFirst(FILTER, new WriteCoalescingFilter());
    }

    @AfterEach
    void disconnect() throws Exception {
        try {
            pair.close();
        } finally {
            IoBuffer.setAllocator(new SimpleBufferAllocator()); // MINA's default, where a test has set another
        }
    }

    static IoBuffer buffer(String text) {
        return IoBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Writes from within a read event, as a handler that replies does. */
    List<WriteFuture> writeInOneRead(String... texts) throws Exception {
        List<WriteFuture> futures = new ArrayList<>();
        pair.inReadEvent(() -> {
            for (String text : texts) {
                futures.add(session.write(buffer(text)));
            }
        });
        return futures;
    }

    static void assertWritten(List<WriteFuture> futures) {
        for (WriteFuture future : futures) {
            assertTrue(future.awaitUninterruptibly(10_000), "not done");
            assertNull(future.getException());
            assertTrue(future.isWritten());
        }
    }

    static void assertFailed(List<WriteFuture> futures) {
        for (WriteFuture future : futures) {
            assertTrue(future.awaitUninterruptibly(10_000), "stranded");
            assertInstanceOf(WriteToClosedSessionException.class, future.getException());
        }
    }
}
