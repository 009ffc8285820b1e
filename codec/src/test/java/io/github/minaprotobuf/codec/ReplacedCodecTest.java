package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.test.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource
@DisplayName("The codec of a live session can be removed and replaced")
class ReplacedCodecTest {

    @Parameter
    private CodecFilter filter;

    private final ProtobufCodecFactory little = ProtobufCodecFactory.of(Sample.getDefaultInstance());
    private final ProtobufCodecFactory varint = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
            .frameFormat(FrameFormat.varint32())
            .build();

    private static final byte[] FRAME = Wire.LE32.frame(Samples.ofBodyLength(300));

    /** The ways in which the chain's codec becomes another. */
    enum Change {
        REPLACE {
            @Override
            void apply(IoFilterChain chain, CodecFilter filter, ProtobufCodecFactory next) {
                chain.replace("codec", filter.of(next));
            }
        },
        REMOVE_AND_ADD_LAST {
            @Override
            void apply(IoFilterChain chain, CodecFilter filter, ProtobufCodecFactory next) {
                chain.remove("codec");
                chain.addLast("codec", filter.of(next));
            }
        },
        REMOVE_AND_ADD_BEFORE_ANOTHER {
            @Override
            void apply(IoFilterChain chain, CodecFilter filter, ProtobufCodecFactory next) {
                chain.addAfter("codec", "above", new IoFilterAdapter());
                chain.remove("codec");
                chain.addBefore("above", "codec", filter.of(next));
            }
        };

        abstract void apply(IoFilterChain chain, CodecFilter filter, ProtobufCodecFactory next);
    }

    @ParameterizedTest
    @EnumSource
    void the_frames_that_follow_are_the_new_codecs(Change change) {
        Peer peer = filter.onStream(little).send(Wire.LE32.frame(Samples.ONE));
        change.apply(peer.session().getFilterChain(), filter, varint);
        peer.send(Wire.VARINT32.frame(Samples.TWO));
        assertEquals(List.of(Samples.ONE, Samples.TWO), peer.events());
    }

    @ParameterizedTest
    @EnumSource
    void what_a_removed_one_retains_is_released_at_once_and_glued_to_no_frame_of_the_next(Change change) {
        for (ProtobufCodecFactory next : List.of(little, varint)) {
            Wire wire = next == little ? Wire.LE32 : Wire.VARINT32;
            for (int cut = 1; cut < FRAME.length; cut++) {
                Peer peer = filter.onStream(little).send(Arrays.copyOf(FRAME, cut));
                assertTrue(little.isInsideFrame(peer.session()));
                change.apply(peer.session().getFilterChain(), filter, next);
                assertFalse(little.isInsideFrame(peer.session()), "inside a frame that will not end");
                if (change != Change.REPLACE || filter == CodecFilter.OF_THIS_LIBRARY) {
                    assertEquals(0, little.statistics().retainedBytes(), "at once, after a cut at " + cut);
                }
                peer.send(wire.frame(Samples.TWO));
                assertEquals(0, little.statistics().retainedBytes(), "after a cut at " + cut);
                peer.close();
                assertEquals(List.of(Samples.TWO, Peer.SESSION_CLOSED), peer.events(), "after a cut at " + cut);
            }
        }
    }

    @Test
    void what_a_removed_one_retains_is_released_without_a_next() {
        Peer peer = filter.onStream(little).send(Arrays.copyOf(FRAME, 200));
        assertTrue(little.statistics().retainedBytes() > 0);
        peer.session().getFilterChain().remove("codec");
        assertEquals(0, little.statistics().retainedBytes());
        assertFalse(little.isInsideFrame(peer.session()));
        assertTrue(little.unfinishedFrameAge(peer.session()).isEmpty());
    }

    @Test
    void one_that_lost_its_position_is_followed_by_one_that_has_it() {
        ProtobufCodecFactory grpc = ProtobufCodecFactory.builder(Sample.getDefaultInstance())
                .frameFormat(FrameFormat.grpc())
                .build();
        Peer peer = filter.onStream(grpc).send((byte) 7).send(Wire.GRPC.frame(Samples.ONE));
        peer.session().getFilterChain().remove("codec");
        peer.session().getFilterChain().addLast("codec", filter.of(grpc));
        peer.send(Wire.GRPC.frame(Samples.TWO));
        assertEquals(List.of(CorruptedFrameException.class, Samples.TWO), peer.outline());
    }

    @Test
    void another_codec_of_the_chain_keeps_its_frame() {
        ProtobufCodecFactory tunnel = ProtobufCodecFactory.builder(BodyCodec.bytes())
                .frameFormat(FrameFormat.varint32())
                .build();
        Peer peer = filter.onStream(little).send(Arrays.copyOf(FRAME, 100));
        peer.session().getFilterChain().addAfter("codec", "second", filter.of(tunnel));
        peer.session().getFilterChain().remove("second");
        peer.send(Arrays.copyOfRange(FRAME, 100, FRAME.length));
        assertEquals(List.of(Samples.ofBodyLength(300)), peer.events());
    }

    /** From the handler, at a message, in a read that holds frames of the next codec too. */
    @ParameterizedTest
    @MethodSource("changes")
    void bytes_behind_the_message_at_which_a_handler_changes_it_are_the_next_codecs(Change change) {
        byte[] stream = Wire.concat(
                Wire.LE32.frame(Samples.ONE), Wire.VARINT32.frame(Samples.TWO), Wire.VARINT32.frame(Samples.EMPTY));
        Cuts.forEach(stream, chunks -> {
            Peer peer = CodecFilter.OF_THIS_LIBRARY.onStream(little).reactingBy((session, message) -> {
                if (message.equals(Samples.ONE)) {
                    change.apply(session.getFilterChain(), filter, varint);
                }
            });
            peer.sendAll(chunks).close();
            assertEquals(List.of(Samples.ONE, Samples.TWO, Samples.EMPTY, Peer.SESSION_CLOSED), peer.events());
            assertEquals(0, little.statistics().retainedBytes());
            assertEquals(0, varint.statistics().retainedBytes());
        });
    }

    static Stream<Change> changes() {
        return Stream.of(Change.values());
    }

    @Test
    void so_are_they_behind_a_frame_whose_exception_makes_a_handler_change_it() {
        byte[] bad = {(byte) 0xFF};
        byte[] stream = Wire.concat(Wire.LE32.frame(bad), Wire.VARINT32.frame(Samples.TWO));
        Cuts.forEach(stream, chunks -> {
            Peer peer = CodecFilter.OF_THIS_LIBRARY.onStream(little);
            peer.session().getFilterChain().addLast("reaction", new IoFilterAdapter() {
                @Override
                public void exceptionCaught(
                        NextFilter next, org.apache.mina.core.session.IoSession session, Throwable cause) {
                    session.getFilterChain().replace("codec", filter.of(varint));
                    next.exceptionCaught(session, cause);
                }
            });
            assertEquals(
                    List.of(MalformedMessageException.class, Samples.TWO),
                    peer.sendAll(chunks).outline());
        });
    }

    @Test
    void bytes_behind_the_message_at_which_a_handler_removes_it_are_the_handlers() {
        byte[] frame = Wire.LE32.frame(Samples.TWO);
        Peer peer = CodecFilter.OF_THIS_LIBRARY.onStream(little).reactingBy((session, message) -> {
            if (session.getFilterChain().contains("codec")) {
                session.getFilterChain().remove("codec");
            }
        });
        IoBuffer read = IoBuffer.wrap(Wire.concat(Wire.LE32.frame(Samples.ONE), frame));
        peer.session().getFilterChain().fireMessageReceived(read);
        assertEquals(List.of(Samples.ONE, IoBuffer.wrap(frame)), peer.events());
        assertFalse(little.isInsideFrame(peer.session()));
    }

    @Test
    void minas_filter_decodes_the_read_to_its_end_with_the_codec_that_was_there() {
        Peer peer = CodecFilter.OF_MINA.onStream(little).reactingBy((session, message) -> {
            if (session.getFilterChain().contains("codec")) {
                session.getFilterChain().remove("codec");
            }
        });
        peer.send(Wire.LE32.frames(List.of(Samples.ONE, Samples.TWO)));
        assertEquals(List.of(Samples.ONE, Samples.TWO), peer.events());
        IoBuffer raw = IoBuffer.wrap(Wire.LE32.frame(Samples.ONE));
        peer.session().getFilterChain().fireMessageReceived(raw);
        assertEquals(raw, peer.events().get(2));
    }
}
