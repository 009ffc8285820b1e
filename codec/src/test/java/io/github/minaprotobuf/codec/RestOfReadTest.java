package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferWrapper;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When a handler takes the codec away at a message, the read's rest goes to what then stands in its place")
class RestOfReadTest {

    private static final byte[] REST = Wire.LE32.frame(Samples.TWO);

    private final ProtobufCodecFactory codec = ProtobufCodecFactory.of(Sample.getDefaultInstance());
    private final Peer peer = CodecFilter.OF_THIS_LIBRARY.onStream(codec);
    private final IoFilterChain chain = peer.session().getFilterChain();
    private final AtomicInteger frees = new AtomicInteger();

    /** A filter that hands messages on, each once it has seen it. */
    private static IoFilter seeing(Consumer<Object> look) {
        return new IoFilterAdapter() {
            @Override
            public void messageReceived(NextFilter next, IoSession session, Object message) {
                look.accept(message);
                next.messageReceived(session, message);
            }
        };
    }

    private static IoFilter throwing(Throwable thrown) {
        return seeing(message -> Failure.<RuntimeException>rethrow(thrown));
    }

    private static final class Failure {
        @SuppressWarnings("unchecked") // lets a filter throw anything
        static <T extends Throwable> void rethrow(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }

    /** One read of two frames; at the first message the handler changes the chain so. */
    private List<Object> eventsWhenAtTheFirstMessage(Consumer<IoFilterChain> change) {
        peer.reactingBy((session, message) -> {
            if (message.equals(Samples.ONE)) {
                change.accept(session.getFilterChain());
            }
        });
        IoBuffer read = IoBuffer.wrap(Wire.concat(Wire.LE32.frame(Samples.ONE), REST));
        chain.fireMessageReceived(new IoBufferWrapper(read) {
            @Override
            public void free() {
                frees.incrementAndGet();
            }
        });
        return peer.events();
    }

    private static void assertIsRest(Object event) {
        assertEquals(IoBuffer.wrap(REST), event);
    }

    @Test
    void a_filter_that_was_above_it() {
        chain.addAfter("codec", "above", seeing(message -> peer.session().setAttribute("seen by above", message)));
        List<Object> events = eventsWhenAtTheFirstMessage(chain -> chain.remove("codec"));
        assertIsRest(events.get(1));
        assertIsRest(peer.session().getAttribute("seen by above"));
    }

    @Test
    void a_filter_that_was_above_it_where_the_codec_was_the_first_of_all() {
        chain.remove("wire");
        a_filter_that_was_above_it();
    }

    @Test
    void the_handler_where_no_other_filter_is_left() {
        chain.remove("wire");
        assertIsRest(eventsWhenAtTheFirstMessage(chain -> chain.remove("codec")).get(1));
    }

    @Test
    void the_next_codec_where_the_filter_before_it_is_taken_away_first() {
        List<Object> events = eventsWhenAtTheFirstMessage(chain -> {
            chain.remove("wire");
            chain.remove("codec");
            chain.addLast("codec", CodecFilter.OF_THIS_LIBRARY.of(codec));
        });
        assertEquals(List.of(Samples.ONE, Samples.TWO), events);
    }

    @Test
    void the_handler_where_its_place_is_not_known_any_more() {
        List<Object> events = eventsWhenAtTheFirstMessage(chain -> {
            chain.remove("codec");
            chain.remove("wire");
            chain.addLast("codec", CodecFilter.OF_THIS_LIBRARY.of(codec));
        });
        assertIsRest(events.get(1));
    }

    @Test
    void and_what_that_throws_is_told_to_the_handler_and_ends_there() {
        for (Throwable thrown : List.of(new IllegalStateException("not ours"), new AssertionError("nor ours"))) {
            RestOfReadTest each = new RestOfReadTest();
            List<Object> events = each.eventsWhenAtTheFirstMessage(chain -> chain.replace("codec", throwing(thrown)));
            assertEquals(2, events.size());
            assertSame(thrown, events.get(1));
        }
    }

    @Test
    void or_is_freed_once_where_the_session_is_closed() {
        List<Object> events = eventsWhenAtTheFirstMessage(chain -> {
            chain.remove("codec");
            chain.getSession().getCloseFuture().setClosed();
        });
        assertEquals(List.of(Samples.ONE), events);
        assertEquals(1, frees.get());
    }
}
