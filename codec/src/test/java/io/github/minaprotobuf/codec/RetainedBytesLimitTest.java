package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.Arrays;
import java.util.List;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("One budget of retained bytes for all sessions of a factory")
class RetainedBytesLimitTest {

    private static final int LIMIT = 16_000;
    private static final Sample BIG = Samples.ofBodyLength(8_000);
    private static final byte[] BIG_FRAME = Wire.LE32.frame(BIG);

    private final ProtobufCodecFactory factory = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
            .maxBodyLength(LIMIT / 2)
            .retainedBytesLimit(LIMIT)
            .build();

    private Peer holdingMostOfTheBudget() {
        Peer peer = Peer.onStream(factory).send(Arrays.copyOf(BIG_FRAME, 4_000));
        assertEquals(8_000, factory.statistics().retainedBytes());
        return peer;
    }

    /** Half of the budget is held, so another session may hold a quarter. */
    private static final Sample QUARTER = Samples.ofBodyLength(4_000);

    @Test
    void what_goes_over_it_is_skipped_and_the_next_frame_decodes() {
        Peer holder = holdingMostOfTheBudget();
        byte[] stream = Wire.concat(Wire.LE32.frame(Samples.ONE), BIG_FRAME, Wire.LE32.frame(Samples.TWO));
        for (int cut = 100; cut < BIG_FRAME.length; cut += 100) {
            Peer late = Peer.onStream(factory).sendAll(Cuts.at(stream, cut));
            assertEquals(List.of(Samples.ONE, RetainedBytesLimitException.class, Samples.TWO), late.outline());
            assertTrue(late.isAtFrameBoundary());
            assertEquals(8_000, factory.statistics().retainedBytes());
        }
        holder.send(Arrays.copyOfRange(BIG_FRAME, 4_000, BIG_FRAME.length));
        assertEquals(List.of(BIG), holder.events());
        assertEquals(0, factory.statistics().retainedBytes());
    }

    @Test
    void beside_the_largest_body_that_stalls_a_smaller_one_has_room() {
        holdingMostOfTheBudget();
        byte[] frame = Wire.LE32.frame(QUARTER);
        for (int cut = 1; cut < frame.length; cut += 100) {
            assertEquals(
                    List.of(QUARTER),
                    Peer.onStream(factory).sendAll(Cuts.at(frame, cut)).events());
        }
        byte[] oneMore = Wire.LE32.frame(Samples.ofBodyLength(4_001));
        assertEquals(
                List.of(RetainedBytesLimitException.class),
                Peer.onStream(factory).sendAll(Cuts.at(oneMore, 2_000)).outline());
    }

    @Test
    void the_exception_names_request_held_and_limit() {
        holdingMostOfTheBudget();
        RetainedBytesLimitException e = Peer.onStream(factory)
                .send(Arrays.copyOf(BIG_FRAME, 4_000))
                .exception(RetainedBytesLimitException.class);
        assertEquals(8_000, e.requestedBytes());
        assertEquals(8_000, e.retainedBytes());
        assertEquals(LIMIT, e.retainedBytesLimit());
        assertTrue(e.getMessage().contains("8000") && e.getMessage().contains("16000"), e.getMessage());
        assertTrue(e.getHexdump().length() <= 3 * 64, e.getHexdump());
    }

    @Test
    void a_frame_that_is_refused_when_it_grows_gives_back_what_it_held() {
        Peer growing = Peer.onStream(factory).send(Arrays.copyOf(BIG_FRAME, 104));
        assertEquals(500, factory.statistics().retainedBytes());
        byte[] other = Arrays.copyOf(Wire.LE32.frame(Samples.ofBodyLength(7_000)), 4_000);
        Peer.onStream(factory).send(other);
        assertEquals(7_500, factory.statistics().retainedBytes());
        growing.send(Arrays.copyOfRange(BIG_FRAME, 104, 3_000));
        assertEquals(List.of(RetainedBytesLimitException.class), growing.outline());
        assertEquals(7_000, factory.statistics().retainedBytes());
        growing.send(Wire.concat(Arrays.copyOfRange(BIG_FRAME, 3_000, BIG_FRAME.length), Wire.LE32.frame(Samples.ONE)));
        assertEquals(List.of(RetainedBytesLimitException.class, Samples.ONE), growing.outline());
    }

    @Test
    void a_frame_within_one_read_does_not_draw_on_it() {
        for (int i = 0; i < 3; i++) {
            Peer.onStream(factory).send(Arrays.copyOf(BIG_FRAME, 4_000)); // leaves no room for another one of its size
        }
        assertEquals(
                List.of(BIG, BIG),
                Peer.onStream(factory).send(Wire.LE32.frames(List.of(BIG, BIG))).events());
        Peer headerFirst = Peer.onStream(factory).sendAll(Cuts.at(BIG_FRAME, 4));
        assertEquals(List.of(BIG), headerFirst.events());
    }

    @Test
    void it_is_given_back_on_a_malformed_message() {
        Peer peer = Peer.onStream(factory).sendAll(Cuts.at(Wire.LE32.frame(new byte[5_000]), 2_000));
        assertEquals(List.of(MalformedMessageException.class), peer.outline());
        assertEquals(0, factory.statistics().retainedBytes());
    }

    @Test
    void it_is_given_back_on_close() {
        holdingMostOfTheBudget().close();
        assertEquals(0, factory.statistics().retainedBytes());
    }

    @Test
    void it_is_given_back_on_close_even_if_the_codec_left_the_chain() {
        Peer peer = holdingMostOfTheBudget();
        peer.session().getFilterChain().replace("codec", new IoFilterAdapter());
        peer.close();
        assertEquals(0, factory.statistics().retainedBytes());
    }

    @Test
    @Tag("fills-the-heap")
    void a_heap_without_room_counts_as_a_budget_without_room() {
        ProtobufCodecFactory huge = ProtobufCodecFactory.builder(BodyCodec.bytes())
                .maxBodyLength(Integer.MAX_VALUE)
                .build();
        Peer peer = Peer.onStream(huge).send(Wire.LE32.header(Integer.MAX_VALUE));
        byte[] chunk = new byte[16 << 20];
        long sent = 0;
        while (peer.events().isEmpty() && sent < Integer.MAX_VALUE) {
            peer.send(chunk);
            sent += chunk.length;
        }
        RetainedBytesLimitException e = peer.exception(RetainedBytesLimitException.class);
        assertEquals(OutOfMemoryError.class, e.getCause().getClass());
        assertEquals(0, huge.statistics().retainedBytes());
    }
}
