package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.write.NothingWrittenException;
import org.apache.mina.core.write.WriteException;
import org.apache.mina.core.write.WriteRejectedException;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.core.write.WriteTimeoutException;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What fails coalesced writes names those that the application made")
@Timeout(60)
class WriteFailureTest extends CoalescedSession {

    @Test
    void a_reset_by_the_peer() throws Exception {
        session.suspendWrite();
        List<WriteFuture> futures = writeInOneRead("never", "ever");
        pair.reset();
        assertEquals(List.of("never", "ever"), texts(pair.caughtException(WriteToClosedSessionException.class)));
        assertFailed(futures);
        assertEquals(
                List.of("never", "ever"), texts((WriteException) futures.get(1).getException()));
    }

    @Test
    void a_close() throws Exception {
        session.suspendWrite();
        List<WriteFuture> futures = writeInOneRead("never", "ever");
        session.closeNow();
        assertFailed(futures);
        assertEquals(
                List.of("never", "ever"), texts((WriteException) futures.get(0).getException()));
    }

    @Test
    void a_write_timeout() throws Exception {
        List<IoBuffer> written = new ArrayList<>();
        List<WriteFuture> futures = new ArrayList<>();
        pair.inReadEvent(() -> {
            for (int i = 0; i < 3; i++) {
                written.add(IoBuffer.allocate(16 << 20)); // more than sockets hold
                futures.add(session.write(written.get(i)));
            }
        });
        session.getConfig().setWriteTimeout(1);
        WriteTimeoutException e = pair.caughtException(WriteTimeoutException.class);
        int late = written.indexOf(e.getRequest().getOriginalMessage());
        assertSame(written.get(late), e.getRequest().getOriginalMessage());
        WriteTimeoutException future =
                assertInstanceOf(WriteTimeoutException.class, futures.get(late).getException());
        assertSame(written.get(late), future.getRequest().getOriginalMessage());
    }

    interface Failure {
        WriteException of(List<WriteRequest> requests, String message, Throwable cause);
    }

    static Stream<Failure> failures() {
        return Stream.of(
                WriteException::new,
                NothingWrittenException::new,
                WriteTimeoutException::new,
                WriteToClosedSessionException::new,
                (requests, message, cause) -> {
                    WriteException e = new WriteRejectedException(requests, message);
                    e.initCause(cause);
                    return e;
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void of_any_type_with_its_message_cause_and_stack(Failure failure) throws Exception {
        Throwable cause = new IllegalStateException("cause");
        WriteException e = failure.of(waitingRequest("one", "two"), "message", cause);
        e.addSuppressed(new IllegalStateException("suppressed"));
        session.getFilterChain().fireExceptionCaught(e);
        WriteException caught = pair.caughtException(WriteException.class);
        assertSame(e.getClass(), caught.getClass());
        assertEquals(List.of("one", "two"), texts(caught));
        assertEquals("message", caught.getMessage());
        assertSame(cause, caught.getCause());
        assertArrayEquals(e.getStackTrace(), caught.getStackTrace());
        assertArrayEquals(e.getSuppressed(), caught.getSuppressed());
    }

    private static final class Congested extends WriteTimeoutException {
        private static final long serialVersionUID = 1;

        Congested(List<WriteRequest> requests) {
            super(requests, "congested");
        }
    }

    @Test
    void of_a_type_of_somebody_elses_is_the_cause_of_the_nearest_of_MINAs() throws Exception {
        Congested e = new Congested(waitingRequest("one", "two"));
        session.getFilterChain().fireExceptionCaught(e);
        WriteException caught = pair.caughtException(WriteException.class);
        assertSame(WriteTimeoutException.class, caught.getClass());
        assertEquals(List.of("one", "two"), texts(caught));
        assertEquals("congested", caught.getMessage());
        assertSame(e, caught.getCause());
    }

    @Test
    void what_names_no_coalesced_write_comes_as_it_is() throws Exception {
        WriteException e = new WriteTimeoutException(new org.apache.mina.core.write.DefaultWriteRequest("message"));
        session.getFilterChain().fireExceptionCaught(e);
        assertSame(e, pair.caughtException(WriteException.class));
    }

    /** What MINA's queue holds for these. */
    private List<WriteRequest> waitingRequest(String... texts) throws Exception {
        session.suspendWrite();
        writeInOneRead(texts);
        WriteRequest request = session.getWriteRequestQueue().poll(session);
        assertTrue(request instanceof QueuedRequest);
        return List.of(request);
    }

    private static List<String> texts(WriteException e) {
        return e.getRequests().stream()
                .map(WriteRequest::getOriginalMessage)
                .map(SocketPair::text)
                .toList();
    }
}
