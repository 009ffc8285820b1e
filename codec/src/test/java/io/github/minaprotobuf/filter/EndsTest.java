package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mina.core.future.DefaultWriteFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.core.write.WriteRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Writes end one after the other, whatever is thrown on the way")
class EndsTest {

    private final Error error = new OutOfMemoryError("by this test");
    private final List<Throwable> caught = new ArrayList<>();
    private final DummySession session = new DummySession();
    private final List<WriteRequest> writes = Stream.of("one", "two", "three")
            .<WriteRequest>map(text -> new DefaultWriteRequest(text, new DefaultWriteFuture(session)))
            .toList();

    EndsTest() {
        session.setHandler(new IoHandlerAdapter() {
            @Override
            public void exceptionCaught(IoSession unused, Throwable cause) {
                caught.add(cause);
            }
        });
    }

    @Test
    void one_for_which_there_is_no_heap_fails_with_that_error_and_the_others_end_well() {
        Ends.ofEach(session, writes, write -> {
            if (write == writes.get(0)) {
                throw error;
            }
            write.getFuture().setWritten();
        });
        assertSame(error, writes.get(0).getFuture().getException());
        assertTrue(writes.get(1).getFuture().isWritten());
        assertTrue(writes.get(2).getFuture().isWritten());
        assertEquals(List.of(error), caught);
    }

    @Test
    void one_whose_listener_throws_has_left_all_the_same() {
        writes.get(0).getFuture().addListener(done -> {
            throw error;
        });
        Ends.ofEach(session, writes, write -> write.getFuture().setWritten());
        assertTrue(writes.stream().allMatch(write -> write.getFuture().isWritten()));
        assertEquals(List.of(error), caught);
    }

    @Test
    void a_listener_that_throws_where_there_was_no_heap_keeps_nothing_from_ending() {
        writes.get(0).getFuture().addListener(done -> {
            throw new AssertionError("the second");
        });
        Ends.ofEach(session, writes, write -> {
            throw error;
        });
        assertTrue(writes.stream().allMatch(write -> write.getFuture().getException() == error));
        assertEquals(List.of(error, error, error), caught);
    }
}
