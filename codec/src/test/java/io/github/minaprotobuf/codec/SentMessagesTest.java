package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.ArrayList;
import java.util.List;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.filter.logging.LoggingFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A message that was encoded is kept only for those who hear that it has left")
class SentMessagesTest {

    private final Peer peer =
            Peer.onStream(new ProtobufCodecFilter(ProtobufCodecFactory.of(Sample.getDefaultInstance())));
    private final List<WriteRequest> queued = new ArrayList<>();
    private final WriteFuture future = new DefaultWriteFuture(peer.session());

    @BeforeEach
    void standInForTheSocket() {
        peer.session().getFilterChain().addFirst("socket", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession session, WriteRequest request) {
                queued.add(request);
                request.getFuture().setWritten();
                next.messageSent(session, request);
            }
        });
    }

    private WriteRequest queuedFor(WriteRequest request) {
        peer.session().getFilterChain().fireFilterWrite(request);
        assertArrayEquals(Wire.LE32.frame(Samples.ONE), peer.written().get(0));
        return queued.get(0);
    }

    private boolean isKept() {
        return queuedFor(new DefaultWriteRequest(Samples.ONE, future)).getOriginalMessage() == Samples.ONE;
    }

    @Test
    void nobody_hears_of_it_where_handler_and_filters_have_no_messageSent_of_their_own() {
        peer.session().getFilterChain().addLast("filter", new IoFilterAdapter());
        peer.session().getFilterChain().addLast("executor", new ExecutorFilter(Runnable::run));
        assertFalse(isKept());
    }

    @Test
    void the_write_itself_goes_on_as_ever() {
        WriteRequest request = new DefaultWriteRequest(Samples.ONE, future);
        WriteRequest below = queuedFor(request);
        assertSame(future, below.getFuture());
        assertTrue(future.isWritten());
        assertFalse(below.isEncoded()); // MINA counts it, and tells the handler
        assertTrue(below.toString().contains("a message that is not kept"), below::toString);
    }

    @Test
    void a_handler_hears_of_it() {
        List<Object> sent = new ArrayList<>();
        peer.session().setHandler(new IoHandlerAdapter() {
            @Override
            public void messageSent(IoSession session, Object message) {
                sent.add(message);
            }
        });
        assertTrue(isKept());
        assertEquals(List.of(Samples.ONE), sent);
    }

    @Test
    void a_filter_behind_the_codec_hears_of_it() {
        peer.session().getFilterChain().addLast("log", new LoggingFilter());
        assertTrue(isKept());
    }

    @Test
    void a_filter_before_the_codec_hears_of_frames() {
        peer.session().getFilterChain().addFirst("log", new LoggingFilter());
        assertFalse(isKept());
    }

    @Test
    void a_filter_that_has_a_request_of_its_own_gets_it_back() {
        WriteRequest own = new DefaultWriteRequest(Samples.ONE, future) {};
        assertSame(own, queuedFor(own));
    }
}
