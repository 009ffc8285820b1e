package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A codec that is held stops in the middle of a read, and goes on with the rest of it")
@Timeout(60)
class HeldReadTest {

    private static final FilterEvent GO_ON = new FilterEvent() {};

    private final ProtobufCodecFactory codec = ProtobufCodecFactory.of(Sample.getDefaultInstance());
    private final AtomicBoolean held = new AtomicBoolean();
    private final Peer peer = Peer.onStream(new ProtobufCodecFilter(codec, session -> held.get()));

    private static Sample numbered(int id) {
        return Sample.newBuilder().setId(id).build();
    }

    private static List<Sample> numbered(int from, int to) {
        List<Sample> messages = new ArrayList<>();
        for (int id = from; id < to; id++) {
            messages.add(numbered(id));
        }
        return messages;
    }

    /** From then on, each message holds the session. */
    private void holdAfterEachMessage() {
        peer.reactingBy((session, message) -> held.set(true));
    }

    private void goOn() {
        held.set(false);
        peer.session().getFilterChain().fireEvent(GO_ON);
    }

    private void assertNothingIsHeld() {
        assertFalse(codec.isInsideFrame(peer.session()));
        assertEquals(0, codec.statistics().retainedBytes());
    }

    @Test
    void one_message_at_a_time_however_the_stream_is_cut() {
        byte[] stream = Wire.LE32.frames(List.of(Samples.ONE, Samples.EMPTY, Samples.TWO, Samples.ofBodyLength(300)));
        Cuts.forEach(stream, chunks -> {
            AtomicBoolean waits = new AtomicBoolean();
            Peer each = Peer.onStream(new ProtobufCodecFilter(codec, session -> waits.get()))
                    .reactingBy((session, message) -> waits.set(true));
            each.sendAll(chunks);
            for (int seen = 1; seen <= 4; seen++) {
                assertEquals(seen, each.events().size());
                assertEquals(seen < 4, codec.isInsideFrame(each.session()));
                waits.set(false);
                each.session().getFilterChain().fireEvent(GO_ON);
            }
            assertEquals(List.of(Samples.ONE, Samples.EMPTY, Samples.TWO, Samples.ofBodyLength(300)), each.events());
            assertEquals(0, codec.statistics().retainedBytes());
        });
    }

    @Test
    void what_is_kept_counts_as_retained_until_it_is_decoded() {
        holdAfterEachMessage();
        byte[] rest = Wire.LE32.frames(numbered(1, 100));
        peer.send(Wire.concat(Wire.LE32.frame(numbered(0)), rest));
        assertEquals(rest.length, codec.statistics().retainedBytes());
        assertTrue(codec.isInsideFrame(peer.session()), "the session is not done with what it has read");
        peer.reactingBy((session, message) -> {});
        goOn();
        assertEquals(numbered(0, 100), peer.events());
        assertNothingIsHeld();
    }

    @Test
    void nothing_is_kept_of_a_read_that_ends_with_the_last_message_and_all_of_one_that_comes_after() {
        holdAfterEachMessage();
        peer.send(Wire.LE32.frame(numbered(0)));
        assertNothingIsHeld();
        peer.send(Wire.LE32.frame(numbered(1)));
        assertEquals(numbered(0, 1), peer.events());
        goOn();
        assertEquals(numbered(0, 2), peer.events());
        assertNothingIsHeld();
    }

    @Test
    void an_event_that_comes_while_it_is_held_changes_nothing() {
        holdAfterEachMessage();
        peer.send(Wire.LE32.frames(numbered(0, 3)));
        peer.session().getFilterChain().fireEvent(GO_ON);
        assertEquals(numbered(0, 1), peer.events());
    }

    @Test
    void a_read_that_comes_meanwhile_is_decoded_behind_it() {
        holdAfterEachMessage();
        byte[] stream = Wire.LE32.frames(numbered(0, 10));
        peer.send(Wire.LE32.frames(numbered(0, 2)));
        for (byte each : java.util.Arrays.copyOfRange(stream, Wire.LE32.frames(numbered(0, 2)).length, stream.length)) {
            peer.send(each);
        }
        assertEquals(numbered(0, 1), peer.events());
        assertEquals(
                stream.length - Wire.LE32.frame(numbered(0)).length,
                codec.statistics().retainedBytes());
        peer.reactingBy((session, message) -> {});
        goOn();
        assertEquals(numbered(0, 10), peer.events());
        assertNothingIsHeld();
        peer.send(Wire.LE32.frame(numbered(10)));
        assertEquals(numbered(0, 11), peer.events(), "later reads are decoded as ever");
        assertNothingIsHeld();
    }

    @Test
    void a_read_that_comes_while_the_rest_is_decoded_comes_after_it() {
        holdAfterEachMessage();
        peer.send(Wire.LE32.frames(numbered(0, 3)));
        peer.reactingBy((session, message) -> {
            if (message.equals(numbered(1))) {
                long before = codec.statistics().retainedBytes();
                peer.send(Wire.LE32.frame(numbered(3)));
                assertEquals(
                        before + Wire.LE32.frame(numbered(3)).length,
                        codec.statistics().retainedBytes(),
                        "beside what is being decoded");
            }
        });
        goOn();
        assertEquals(numbered(0, 4), peer.events());
        assertNothingIsHeld();
    }

    @Test
    void errors_of_its_frames_are_told_in_their_places() {
        holdAfterEachMessage();
        byte[] malformed = Wire.LE32.frame(new byte[] {(byte) 0xFF});
        peer.send(Wire.concat(Wire.LE32.frame(numbered(0)), malformed, Wire.LE32.frame(numbered(1))));
        goOn();
        assertEquals(List.of(numbered(0), MalformedMessageException.class, numbered(1)), peer.outline());
        assertNothingIsHeld();
    }

    @Test
    void a_handler_that_lets_it_go_on_at_once_is_not_called_from_within_itself() {
        AtomicInteger depth = new AtomicInteger();
        List<Integer> depths = new ArrayList<>();
        peer.reactingBy((session, message) -> {
            depths.add(depth.incrementAndGet());
            held.set(true);
            goOn();
            depth.decrementAndGet();
        });
        peer.send(Wire.LE32.frames(numbered(0, 5)));
        assertEquals(List.of(1, 1, 1, 1, 1), depths);
        assertEquals(numbered(0, 5), peer.events());
    }

    @Test
    void when_the_session_closes_what_was_read_is_handled_before_its_end() {
        holdAfterEachMessage();
        byte[] cut = {9, 0};
        peer.send(Wire.concat(Wire.LE32.frames(numbered(0, 3)), cut)).close();
        List<Object> expected = new ArrayList<>(numbered(0, 3));
        expected.add(TruncatedFrameException.class);
        expected.add(Peer.SESSION_CLOSED);
        assertEquals(expected, peer.outline());
        assertEquals(0, codec.statistics().retainedBytes());
    }

    @Test
    void what_is_kept_counts_no_more_once_the_session_is_closed_though_nobody_tells_the_codec() {
        holdAfterEachMessage();
        peer.send(Wire.LE32.frames(numbered(0, 3)));
        peer.session().getCloseFuture().setClosed();
        assertEquals(0, codec.statistics().retainedBytes());
    }

    @Test
    void what_another_thread_lets_go_on_just_before_it_is_kept_is_decoded_at_once() {
        AtomicInteger asked = new AtomicInteger();
        // The codec stops before the second message; when it is asked again, with the rest in its hand, it may go on.
        Peer each = Peer.onStream(new ProtobufCodecFilter(codec, session -> asked.incrementAndGet() == 1));
        each.send(Wire.LE32.frames(numbered(0, 3)));
        assertEquals(numbered(0, 3), each.events());
        assertFalse(codec.isInsideFrame(each.session()));
        assertEquals(0, codec.statistics().retainedBytes());
    }

    @Test
    void when_the_codec_is_removed_the_bytes_go_to_the_next_one_above() {
        holdAfterEachMessage();
        byte[] rest = Wire.LE32.frames(numbered(1, 3));
        peer.send(Wire.concat(Wire.LE32.frame(numbered(0)), rest));
        peer.session().getFilterChain().remove("codec");
        assertEquals(List.of(numbered(0), org.apache.mina.core.buffer.IoBuffer.wrap(rest)), peer.events());
        assertNothingIsHeld();
    }

    @Test
    void when_the_codec_is_replaced_the_bytes_are_the_new_ones() {
        holdAfterEachMessage();
        peer.send(Wire.concat(Wire.LE32.frame(numbered(0)), Wire.VARINT32.frame(numbered(1))));
        ProtobufCodecFactory varint = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.varint32())
                .build();
        peer.session().getFilterChain().replace("codec", new ProtobufCodecFilter(varint, session -> held.get()));
        goOn();
        assertEquals(numbered(0, 2), peer.events());
        assertNothingIsHeld();
    }

    @Test
    void one_thread_decodes_at_a_time_whoever_lets_it_go_on() throws Exception {
        int messages = 2_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        peer.reactingBy((session, message) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            held.set(true);
            Thread.onSpinWait();
            inside.decrementAndGet();
        });
        CountDownLatch done = new CountDownLatch(1);
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            others.add(CompletableFuture.runAsync(() -> {
                while (done.getCount() > 0) {
                    goOn();
                }
            }));
        }
        for (int id = 0; id < messages; id += 10) {
            peer.send(Wire.LE32.frames(numbered(id, id + 10)));
        }
        while (peer.events().size() < messages) {
            Thread.sleep(1);
        }
        done.countDown();
        for (CompletableFuture<Void> each : others) {
            each.get();
        }
        assertEquals(numbered(0, messages), peer.events());
        assertEquals(1, most.get());
        goOn();
        assertNothingIsHeld();
    }

    @Test
    void minas_filter_decodes_a_read_to_its_end() {
        Peer other = Peer.onStream(new ProtocolCodecFilter(codec)).reactingBy((session, message) -> held.set(true));
        other.send(Wire.LE32.frames(numbered(0, 3)));
        assertEquals(numbered(0, 3), other.events());
    }
}
